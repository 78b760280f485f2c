package io.github.haproxyexporter.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces each argument {@code @FILE} by the words of that file. A word in quotes may have blanks; a word that begins with
 * {@code #} begins a comment. Within a word both are literal, because a password may have them.
 */
final class ArgumentFiles {
    private static final Pattern WORD = Pattern.compile("#[^\n]*+|\"([^\"\n]*+)\"(?!\\S)|'([^'\n]*+)'(?!\\S)|(\\S++)");
    private static final long LONGEST = 1 << 20;

    private ArgumentFiles() {}

    /**
     * The arguments, with those of files in their places.
     *
     * @throws IOException when a file cannot be read; the message is complete and quotes nothing of it
     */
    static String[] expand(String... arguments) throws IOException {
        List<String> expanded = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.length() > 1 && argument.startsWith("@")) {
                read(argument.substring(1), expanded);
            } else {
                expanded.add(argument);
            }
        }
        return expanded.toArray(String[]::new);
    }

    private static void read(String name, List<String> words) throws IOException {
        Path file = Path.of(name);
        try {
            if (Files.exists(file) && !(Files.isRegularFile(file) && Files.size(file) <= LONGEST)) {
                throw new IOException("expected a file of at most 1 MiB");
            }
            Matcher word = WORD.matcher(Files.readString(file));
            while (word.find()) {
                for (int group = 1; group <= word.groupCount(); group++) {
                    if (word.group(group) != null) {
                        words.add(word.group(group));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read arguments from @" + name + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot read arguments from @" + name + ": permission denied", e);
        } catch (IOException e) {
            throw new IOException("cannot read arguments from @" + name + ": " + e.getMessage(), e);
        }
    }
}
