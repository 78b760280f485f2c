package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns lines into sections of statements: conditional blocks, variables and the prefixes {@code no} and {@code default}. */
final class StatementReader {
    private final Environment environment;
    private final Optional<String> version;
    private final List<ConfigSection> sections = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final List<Comment> pendingComments = new ArrayList<>();
    private final Set<String> variablesNoted = new HashSet<>();
    private Optional<Statement> header = Optional.empty();
    private List<Statement> body = new ArrayList<>();
    private ConditionStack conditions = new ConditionStack();

    StatementReader(Map<String, String> environment, Optional<String> version) {
        this.environment = new Environment(environment);
        this.version = version;
    }

    List<ConfigSection> sections() {
        return List.copyOf(sections);
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }

    List<Comment> comments() {
        return List.copyOf(comments);
    }

    /** Reads one file; a section never goes on in the next one. */
    void read(String file, List<String> lines) throws ConfigException {
        conditions = new ConditionStack();
        environment.put(".FILE", file);
        environment.put(".SECTION", "");
        for (int i = 0; i < lines.size(); i++) {
            readLine(new Origin(file, i + 1), lines.get(i).strip());
        }
        conditions.requireClosed();
        endSection();
        pendingComments.clear();
    }

    private void readLine(Origin origin, String text) throws ConfigException {
        environment.put(".LINE", Integer.toString(origin.line()));
        if (text.startsWith("#")) {
            pendingComments.add(new Comment(origin, text.substring(1).strip(), origin));
            return;
        }
        if (text.isEmpty()) {
            pendingComments.clear();
            return;
        }
        pendingComments.forEach(comment -> comments.add(new Comment(comment.origin(), comment.text(), origin)));
        pendingComments.clear();
        if (text.startsWith(".")) {
            readDirective(origin, text);
        } else if (conditions.active()) {
            readStatement(origin, text);
        }
    }

    private void readDirective(Origin origin, String text) throws ConfigException {
        String name = text.split("[\\s#]", 2)[0];
        switch (name) {
            case ".if" -> conditions.open(conditions.active() && evaluate(origin, text), origin);
            case ".elif" -> conditions.elseIf(conditions.waiting() && evaluate(origin, text), origin);
            case ".else" -> conditions.otherwise(origin);
            case ".endif" -> conditions.close(origin);
            case ".notice", ".warning", ".diag" -> {}
            default -> {
                if (conditions.active()) {
                    String what =
                            name.equals(".alert") ? "stops HAProxy when it is read" : "is no directive known here";
                    notes.add(new Note(origin, "'" + name + "' " + what + "; it is passed over"));
                }
            }
        }
    }

    private boolean evaluate(Origin origin, String text) throws ConfigException {
        List<String> words = tokenize(origin, text);
        String expression = String.join(" ", words.subList(1, words.size()));
        Condition.Result result = Condition.evaluate(expression, environment, version, origin);
        noteMissingVariables(origin);
        if (!result.assumptions().isEmpty()) {
            notes.add(new Note(
                    origin,
                    "only HAProxy itself can answer this condition; assumed that "
                            + String.join(" and ", result.assumptions())
                            + ", so the lines that follow it are "
                            + (result.value() ? "read" : "passed over")));
        }
        return result.value();
    }

    private void readStatement(Origin origin, String text) throws ConfigException {
        List<String> words = tokenize(origin, text);
        if (words.isEmpty()) {
            return;
        }
        Statement.Modifier modifier = switch (words.get(0)) {
            case "no" -> Statement.Modifier.NO;
            case "default" -> Statement.Modifier.DEFAULT;
            default -> Statement.Modifier.NONE;
        };
        if (modifier != Statement.Modifier.NONE) {
            words = words.subList(1, words.size());
            if (words.isEmpty()) {
                throw new ConfigException(origin, "'" + text + "' must be followed by the keyword to undo");
            }
        }
        Statement statement = new Statement(origin, modifier, words, text);
        if (modifier == Statement.Modifier.NONE && KnownKeywords.opensSection(statement.word(0))) {
            endSection();
            header = Optional.of(statement);
            environment.put(".SECTION", statement.word(1).isEmpty() ? statement.word(0) : statement.word(1));
        } else if (header.isPresent()) {
            body.add(statement);
            environment.apply(statement);
        } else {
            throw new ConfigException(
                    origin,
                    "'" + statement.word(0)
                            + "' stands outside of any section; expected a section such as 'global', 'defaults' or 'backend NAME'"
                            + " (is this a HAProxy configuration?)");
        }
    }

    private List<String> tokenize(Origin origin, String text) throws ConfigException {
        List<String> words = LineTokenizer.words(text, environment, origin);
        noteMissingVariables(origin);
        return words;
    }

    private void noteMissingVariables(Origin origin) {
        for (String name : environment.takeMissing()) {
            if (variablesNoted.add(name)) {
                notes.add(
                        new Note(
                                origin,
                                "the environment variable " + name
                                        + " is not set here, so it is read as unset; set it as HAProxy's service does if it matters"));
            }
        }
    }

    private void endSection() throws ConfigException {
        if (header.isPresent()) {
            sections.add(section(header.get(), body));
        }
        header = Optional.empty();
        body = new ArrayList<>();
    }

    private static ConfigSection section(Statement header, List<Statement> body) throws ConfigException {
        String kind = header.word(0);
        boolean namedFirst = !header.word(1).equals("from") || !kind.equals("defaults");
        String name = namedFirst ? header.word(1) : "";
        boolean needsName = Set.of("frontend", "backend", "listen").contains(kind);
        if (needsName && name.isEmpty()) {
            throw new ConfigException(header.origin(), "'" + kind + "' must be followed by a name");
        }
        int from = header.words().indexOf("from");
        boolean hasFrom = (needsName || kind.equals("defaults")) && from > (namedFirst ? 1 : 0);
        Optional<String> parent = hasFrom ? Optional.of(header.word(from + 1)) : Optional.empty();
        return new ConfigSection(kind, name, parent, header, body);
    }
}
