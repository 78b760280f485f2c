package io.github.haproxyexporter.bench;

import io.github.haproxyexporter.testing.ExpositionParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Scrapes everything in turn, round by round, so that whatever else the machine does hits all alike. */
final class Rounds implements AutoCloseable {

    private static final byte[] PREFIX = {'h', 'a', 'p', 'r', 'o', 'x', 'y', '_'};
    private static final byte[] OWN = {'e', 'x', 'p', 'o', 'r', 't', 'e', 'r', '_'};

    private static final Duration SETTLE = Duration.ofMillis(20);

    private final List<ProcFigures> haproxys;
    private final ExecutorService clients;
    private final List<RawAnswer> answers = new ArrayList<>();

    /** @param haproxys all whose CPU is counted */
    Rounds(List<ProcFigures> haproxys, int atOnce) {
        this.haproxys = haproxys;
        this.clients = Executors.newFixedThreadPool(atOnce);
        for (int i = 0; i < atOnce; i++) {
            answers.add(new RawAnswer());
        }
    }

    /** Scrapes without looking at the figures. */
    void warmUp(List<Measured> all, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (Measured one : all) {
                answers.get(0).get(one.contender().uri(), one.variant().headers());
            }
        }
    }

    /** Measures so many rounds of all. */
    void measure(List<Measured> all, int rounds) {
        for (int round = 0; round < rounds; round++) {
            all.forEach(this::measure);
        }
    }

    /** Judges one answer of each by the strict parser. */
    void judge(List<Measured> all) {
        for (Measured one : all) {
            if (one.contender().ours()) {
                answers.get(0).get(one.contender().uri(), one.variant().headers());
                byte[] body = answers.get(0).body();
                if (one.variant() == Variant.OPEN_METRICS) {
                    ExpositionParser.openMetrics(body, family -> {});
                } else {
                    ExpositionParser.text(body, family -> {});
                }
            }
        }
    }

    private void measure(Measured one) {
        ProcFigures exporter = one.contender().process();
        long exporterCpu = exporter.cpuMillis();
        long haproxyCpu = haproxyCpuMillis();
        long nanos = one.atOnce() == 1
                ? answers.get(0).get(one.contender().uri(), one.variant().headers())
                : atOnce(one);
        long samples = samples(answers.get(0).body());
        for (int i = 1; i < one.atOnce(); i++) {
            if (samples(answers.get(i).body()) != samples) {
                throw new IllegalStateException(one.contender().name() + ": answers of one time differ in length");
            }
        }
        settle();
        long exporterSpent = exporter.cpuMillis() - exporterCpu;
        long haproxySpent = haproxyCpuMillis() - haproxyCpu;
        one.add(
                nanos,
                one.contender().isHaproxy() ? 0 : exporterSpent,
                haproxySpent,
                answers.get(0).wireBytes(),
                samples);
    }

    private long haproxyCpuMillis() {
        return haproxys.stream().mapToLong(ProcFigures::cpuMillis).sum();
    }

    /** What an exporter does after its answer, such as to collect garbage, is part of its CPU, and not to be in the next one's way. */
    private static void settle() {
        LockSupport.parkNanos(SETTLE.toNanos());
    }

    private long atOnce(Measured one) {
        List<Callable<Long>> scrapes = new ArrayList<>();
        for (RawAnswer answer : answers.subList(0, one.atOnce())) {
            scrapes.add(() -> answer.get(one.contender().uri(), one.variant().headers()));
        }
        long start = System.nanoTime();
        try {
            for (Future<Long> scrape : clients.invokeAll(scrapes)) {
                scrape.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - start;
    }

    /** Samples of HAProxy's families; an exporter's own come and go with its life. */
    private static long samples(byte[] body) {
        long samples = 0;
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                if (startsWith(body, start, PREFIX) && !startsWith(body, start + PREFIX.length, OWN)) {
                    samples++;
                }
                start = i + 1;
            }
        }
        if (start != body.length) {
            throw new IllegalStateException("the answer ends in the middle of a line");
        }
        return samples;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (at + i >= bytes.length || bytes[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        clients.shutdown();
    }
}
