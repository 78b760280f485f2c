package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a {@link StubSocket} does with one connection; the connection is closed when it returns. */
@FunctionalInterface
public interface StubScript {

    void play(StubConnection connection) throws IOException;

    /** Answers as HAProxy does: each command of the line with its text and an empty line, then closes. */
    static StubScript answering(String stat, String info) {
        return connection -> {
            for (String command : connection.readLine().split(";", -1)) {
                connection.send(answer(command.strip(), stat, info));
            }
        };
    }

    /** Reads a command line, sends these bytes, closes. */
    static StubScript sending(byte[] bytes) {
        return connection -> {
            connection.readLine();
            connection.send(bytes);
        };
    }

    /** Like {@link #sending(byte[])} with UTF-8. */
    static StubScript sending(String text) {
        return sending(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads an HTTP request's head, sends this, closes: an HTTP server that answers anything. */
    static StubScript answeringHttp(String text) {
        return connection -> {
            connection.readRequest();
            connection.send(text);
        };
    }

    /** Reads a command line, sends these bytes and then nothing more, with the connection open. */
    static StubScript hangingAfter(byte[] bytes) {
        return connection -> {
            connection.readLine();
            connection.send(bytes);
            connection.hang();
        };
    }

    /** Accepts and never says anything. */
    static StubScript hanging() {
        return StubConnection::hang;
    }

    /** Reads a command line and sends one byte at a time. */
    static StubScript trickling(byte[] bytes, Duration pause) {
        return connection -> {
            connection.readLine();
            for (byte octet : bytes) {
                connection.send(new byte[] {octet});
                connection.pause(pause);
            }
        };
    }

    /** Reads a command line, sends the first bytes once and the others for ever. */
    static StubScript endless(byte[] first, byte[] again) {
        return connection -> {
            connection.readLine();
            connection.send(first);
            while (connection.isOpen()) {
                connection.send(again);
            }
        };
    }

    /** Speaks first, as an SMTP server or an agent does, then closes. */
    static StubScript greeting(String text) {
        return connection -> connection.send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Speaks first, then hears a line, then closes: who sends that line finds the connection open. */
    static StubScript greetingAndHearing(String text) {
        return connection -> {
            connection.send(text);
            connection.readLine();
        };
    }

    /** Closes at once, in an orderly way. */
    static StubScript closing() {
        return connection -> {};
    }

    /** Reads a line, then resets the connection (TCP only). */
    static StubScript resetting() {
        return connection -> {
            connection.readLine();
            connection.reset();
        };
    }

    private static byte[] answer(String command, String stat, String info) {
        String text;
        if (command.startsWith("show stat")) {
            text = stat;
        } else if (command.startsWith("show info")) {
            text = info;
        } else {
            text = "Unknown command: '" + command + "'.\n";
        }
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
