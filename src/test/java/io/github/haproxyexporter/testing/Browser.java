package io.github.haproxyexporter.testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven by Playwright. */
public final class Browser implements AutoCloseable {

    /** What the page or the browser complained about: exceptions of scripts, refusals of the security policy. */
    public final List<String> complaints = new ArrayList<>();

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-dev-shm-usage")));

    /** A wide window in light colours. */
    public Page open(String url) {
        return open(url, 1280, 900, ColorScheme.LIGHT, true);
    }

    public Page open(String url, int width, int height, ColorScheme colours, boolean scripts) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setJavaScriptEnabled(scripts));
        context.setDefaultTimeout(60_000);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // An exporter without a history has no events, and a stopped one answers nothing.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.navigate(url);
        return page;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
