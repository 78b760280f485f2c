package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.memory.MemoryBudget;

/**
 * One request's hold on the result of a scrape, to be closed by the same thread when the answer is sent. When others need the
 * memory, the thread is interrupted, which ends a write to a client who does not read.
 */
public final class ScrapeLease implements AutoCloseable {

    private final SharedScrape scrape;
    private final Thread thread = Thread.currentThread();
    private ScrapeResult result = new ScrapeResult.Refused(ScrapeResult.Shortage.DUMPS);
    private boolean cut;

    ScrapeLease(SharedScrape scrape) {
        this.scrape = scrape;
    }

    public ScrapeResult result() {
        return result;
    }

    void await(Deadline deadline, String doing) {
        try {
            result = scrape.await(deadline, doing);
        } catch (InterruptedException e) {
            if (isCut()) {
                result = new ScrapeResult.Refused(ScrapeResult.Shortage.MEMORY);
            } else {
                Thread.currentThread().interrupt();
                result = new ScrapeResult.Failed(deadline.timeout(doing));
            }
        }
    }

    /** Notes that the answer with the result is being sent from now on. */
    public void beginSending() {
        scrape.beginSending();
    }

    /** Opens a share of the memory for sending the result. */
    public MemoryBudget.Share openShare() {
        return scrape.anotherShare();
    }

    /** Whether the result was withdrawn, as others needed its memory. */
    public boolean isCut() {
        synchronized (scrape) {
            return cut;
        }
    }

    /** Called with the lock of the scrape held. */
    void cut() {
        cut = true;
        thread.interrupt();
    }

    @Override
    public void close() {
        scrape.leave(this);
        if (isCut()) {
            // The interrupt was for this result and not for what the thread does next.
            Thread.interrupted();
        }
    }
}
