package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.settings.SettingsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        String text;
        try {
            text = SettingsFile.read("it", Path.of(name));
        } catch (SettingsException e) {
            throw new IOException("cannot read arguments from @" + name + ": " + e.getMessage(), e);
        }
        Matcher word = WORD.matcher(new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        while (word.find()) {
            for (int group = 1; group <= word.groupCount(); group++) {
                if (word.group(group) != null) {
                    words.add(word.group(group));
                }
            }
        }
    }
}
