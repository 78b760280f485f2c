package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.cli.terminal.Table;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.history.Event;
import io.github.haproxyexporter.history.History;
import io.github.haproxyexporter.history.RingDump;
import io.github.haproxyexporter.history.StateLog;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.scrape.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history}: the changes of state that HAProxy's ring holds. */
@Command(
        name = "history",
        description =
                "Lists when servers and backends went down or came back, and why, from the ring that HAProxy logs to.",
        exitCodeList = {"0:listed", "2:could not look"},
        footer = {
            "  haproxy-exporter history --haproxy.events-ring transitions",
            "  haproxy-exporter history shop/web2 --since 2h --haproxy.events-ring transitions"
        })
final class HistoryCommand extends ShellCommand {

    /** More than any ring holds. */
    private static final int ALL = 200_000;

    private static final Set<Integer> NAMES = Set.of(1, 2);
    private static final List<String> HEADER = List.of("TIME", "BACKEND", "SERVER", "FROM", "TO", "REASON");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    @ArgGroup(validate = false, heading = HaproxyOptions.HEADING, order = 1)
    private HaproxyOptions haproxy = new HaproxyOptions();

    @Parameters(arity = "0..1", paramLabel = "BACKEND[/SERVER]", description = "Only this one. Default: all")
    private String name = "";

    @Option(
            names = "--haproxy.events-ring",
            required = true,
            paramLabel = "NAME",
            description = "The ring that HAProxy logs to ('log ring@NAME local0 notice'). See docs/events.md.")
    private String ring = "";

    @Option(names = "--since", paramLabel = "DURATION", description = "Only the last ones, such as 2h. Default: all")
    private @Nullable Duration since;

    @Option(names = "--json", description = "Write JSON (docs/events.schema.json).")
    private boolean json;

    @Mixin
    private final PageOptions pages = new PageOptions();

    @Override
    public Integer call() throws IOException {
        Instant start = since == null ? Instant.MIN : Instant.now().minus(since);
        RingDump dump = RingDump.read(haproxy.client(), Target.ring(ring), Deadline.in(haproxy.timeout()));
        MemoryBudget memory = MemoryBudget.unlimited();
        History history = new History(ALL, memory);
        StateLog states = new StateLog(memory, Target.nameOf(haproxy.address()), "", history, () -> {});
        dump.lines().forEach(line -> states.line(line, true));
        List<Event> events =
                history.events(event -> event.isAbout(name) && !event.time().isBefore(start), ALL);
        print(json ? History.json(history.watchingSince(), events) : table(events));
        return 0;
    }

    private Page table(List<Event> events) {
        Page page = pages.page(this);
        if (events.isEmpty()) {
            return page.line("The ring " + ring + " holds no such change of state.");
        }
        Table table = new Table(HEADER, NAMES);
        for (Event event : events) {
            table.row(List.of(
                    Span.plain(TIME.format(event.time().atZone(ZoneId.systemDefault()))),
                    Span.plain(event.backend()),
                    Span.plain(event.server()),
                    Span.plain(event.from().name()),
                    Span.plain(event.to().name()),
                    Span.plain(event.reason())));
        }
        return table.write(page)
                ? page.blank().line("Names are cut to fit 80 columns; --wide shows them whole.")
                : page;
    }
}
