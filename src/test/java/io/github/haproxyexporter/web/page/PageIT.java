package io.github.haproxyexporter.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.github.haproxyexporter.testing.AppServers;
import io.github.haproxyexporter.testing.Browser;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the packaged exporter in a real browser, before real HAProxys. {@code -Dupdate=true} writes the pictures of {@code docs/images}. */
class PageIT {

    private static final Path PICTURES = Path.of(Boolean.getBoolean("update") ? "docs/images" : "target/pictures");
    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            frontend www
                bind 127.0.0.1:{{port:www}}
                default_backend shop

            backend shop
                option httpchk GET /
                default-server check inter 300ms fall 2 rise 2
                server web1 127.0.0.1:%1$d
                server web2 127.0.0.1:%2$d
                server web3 127.0.0.1:%1$d

            backend images
                option httpchk GET /
                server img1 127.0.0.1:%2$d check inter 300ms fall 2 rise 2
                server spare 127.0.0.1:%1$d backup
                server old 127.0.0.1:%1$d disabled

            backend search
                server find1 127.0.0.1:%1$d
                server find2 127.0.0.1:%1$d
            """;

    private static Browser browser;
    private static AppServers apps;
    private static HaproxyProcess edge1;

    @BeforeAll
    static void start() {
        browser = new Browser();
        apps = AppServers.start(2);
        edge1 = haproxy();
    }

    @AfterAll
    static void end() {
        edge1.close();
        apps.close();
        browser.close();
    }

    @AfterEach
    void heal() {
        apps.answerNormally("web2");
        edge1.awaitStatus("shop", "web2", "UP");
        edge1.awaitStatus("images", "img1", "UP");
        assertThat(browser.complaints).isEmpty();
    }

    private static HaproxyProcess haproxy() {
        return HaproxyProcess.start(CONFIG.formatted(apps.port("web1"), apps.port("web2")));
    }

    private static ExporterProcess exporter(HaproxyProcess haproxy) {
        return ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.scrapeUri());
    }

    private static void breakWeb2() {
        apps.answerStatus("web2", 503);
        edge1.awaitStatus("shop", "web2", "DOWN");
        edge1.awaitStatus("images", "img1", "DOWN");
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    private static void expectAccessible(Page page) {
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .filter(rule -> rule.getImpact().equals("serious")
                                        || rule.getImpact().equals("critical"))
                                .map(rule -> rule.getId() + " " + rule.getNodes()))
                .isEmpty();
    }

    @Test
    void serverGoesDown_pageShowsItWithoutReload() {
        try (ExporterProcess exporter = exporter(edge1)) {
            Page page = browser.open(exporter.url("/"));
            Locator wrong = page.locator("#wrong");
            assertThat(wrong).containsText("Nothing is wrong");
            expectAccessible(page);
            picture(page, "page-fine");
            page.evaluate("window.loadedOnce = true");

            breakWeb2();
            assertThat(wrong).containsText("shop/web2", SOON);
            // Its code is missing when this look came while the next check ran; StatusPageTest has the whole text.
            assertThat(wrong).containsText("Layer7 wrong status");
            assertThat(wrong).containsText("2 of 3");
            assertThat(wrong.locator("code").first()).containsText("haproxy-exporter diagnose");
            assertThat(page.locator("#degraded")).containsText("on backup");
            assertThat(page.locator("a[title='web2 DOWN']")).hasClass("c down");
            assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
            assertThat(page.title()).contains("DOWN");
            picture(page, "page");

            apps.answerNormally("web2");
            assertThat(wrong).containsText("Nothing is wrong", SOON);
        }
    }

    @Test
    void deepLink_opensTheServer_andTheFilterFindsIt() {
        try (ExporterProcess exporter = exporter(edge1)) {
            breakWeb2();
            String target = edge1.socketPath().getFileName().toString();
            Page page = browser.open(exporter.url("/#" + target + "/shop/web2"));
            Locator detail = page.locator("#detail");
            assertThat(detail).containsText("Layer7 wrong status");
            assertThat(detail).containsText("wrong status");
            expectAccessible(page);
            picture(page, "page-server");
            page.keyboard().press("Escape");
            assertThat(detail).isHidden();

            page.locator("#filter select").selectOption("down");
            assertThat(page.locator(".backend:visible")).hasCount(2);
            page.locator("#filter input").fill("images");
            assertThat(page.locator(".backend:visible")).hasCount(1);
            page.locator("#filter input").fill("nothing like that");
            assertThat(page.locator(".backend:visible")).hasCount(0);
        }
    }

    @Test
    void deepLink_toANameWithAPercentSign_opensTheServer_andThePageStaysFresh(@TempDir Path directory) {
        String table = """
                # pxname,svname,type,status,lastchg,mode,
                shop,web2,2,DOWN,60,http,
                shop,BACKEND,1,DOWN,60,http,
                """;
        try (StubSocket haproxy = StubSocket.unixAt(
                        directory.resolve("100% \"a'b.sock"), Dump.of(table).script());
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.uri())) {
            Page page = browser.open(exporter.url("/"));
            page.locator("#wrong tbody a").click();
            assertThat(page.locator("#detail")).containsText("shop/web2");
            page.evaluate("refresh()");
            assertThat(page.locator("#lost")).isHidden();
        }
    }

    @Test
    void detail_closedWhileItIsFetched_staysClosed() {
        try (ExporterProcess exporter = exporter(edge1)) {
            Page page = browser.open(exporter.url("/"));
            page.locator("a[title='web1 UP']").click();
            assertThat(page.locator("#detail")).isVisible();
            page.route("**/api/v1/status", route -> {
                page.keyboard().press("Escape");
                assertThat(page.locator("#detail")).isHidden();
                route.resume();
            });
            page.evaluate("showDetail()");
            assertThat(page.locator("#detail")).isHidden();
        }
    }

    @Test
    void copy_withoutTls_takesTheCommand() {
        try (ExporterProcess exporter = exporter(edge1)) {
            breakWeb2();
            Page page = browser.open(exporter.url("/"));
            page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
            page.evaluate("document.addEventListener('copy', () => { window.copied = String(getSelection()); })");
            page.locator("button.copy").first().click();
            assertThat(page.evaluate("window.copied"))
                    .isEqualTo(page.locator("code.copy").first().textContent());
        }
    }

    @Test
    void events_areAStripForEachServerAndAList() {
        String now = Instant.now().minusSeconds(60).toString();
        String events = """
                {"watching_since":"%s","events":[
                  {"time":"%s","haproxy":"s","backend":"shop","server":"web1","from":"UP","to":"DOWN",
                   "reason":"<img src=x>","cause":"connection_refused","source":"ring"}]}
                """.formatted(Instant.now().minusSeconds(3600), now);
        try (ExporterProcess exporter = exporter(edge1)) {
            Page page = browser.open(exporter.url("/-/healthy"));
            page.route(
                    "**/api/v1/events*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody(events)));
            page.navigate(exporter.url("/"));
            Locator section = page.locator("#events");
            assertThat(section).containsText("Watching since");
            assertThat(section.locator(".strip span")).hasCount(2);
            assertThat(section.locator("td:has-text('UP → DOWN')")).hasCount(1);
            assertThat(section).containsText("<img src=x>");
            expectAccessible(page);
            section.scrollIntoViewIfNeeded();
        }
    }

    @Test
    void twoHaproxys_haveARowEach_andAServerThatBothSeeDownIsShownOnce(@TempDir Path directory) throws IOException {
        try (HaproxyProcess edge2 = haproxy();
                ExporterProcess exporter = ExporterProcess.start("--config.file="
                        + Files.writeString(
                                directory.resolve("targets.yml"),
                                "targets:\n  edge1: {scrape_uri: '%s'}\n  edge2: {scrape_uri: '%s'}\n"
                                        .formatted(edge1.scrapeUri(), edge2.scrapeUri())))) {
            breakWeb2();
            edge2.awaitStatus("shop", "web2", "DOWN");
            Page page = browser.open(exporter.url("/"), 1280, 900, ColorScheme.DARK, true);

            assertThat(page.locator("#targets tbody tr")).hasCount(2);
            assertThat(page.locator("#wrong tbody th:has-text('shop/web2')")).hasCount(1);
            assertThat(page.locator("#wrong")).containsText("all");
            expectAccessible(page);
            picture(page, "page-dark");
        }
    }

    @Test
    void haproxyGone_saysWhyAndHowOldTheDataIs_untilItIsBack() {
        try (HaproxyProcess edge = haproxy();
                ExporterProcess exporter = exporter(edge)) {
            Page page = browser.open(exporter.url("/"));
            assertThat(page.locator("#wrong")).containsText("Nothing is wrong");
            edge.stop();
            assertThat(page.locator("#wrong")).containsText("cannot be read", SOON);
            assertThat(page.locator("#wrong")).containsText("What is shown of it was read at");
            assertThat(page.locator(".backend")).hasCount(3);
            expectAccessible(page);
            edge.restart();
            assertThat(page.locator("#wrong")).not().containsText("cannot be read", SOON);
        }
    }

    @Test
    void exporterGone_saysSo() {
        ExporterProcess exporter = exporter(edge1);
        Page page = browser.open(exporter.url("/"));
        exporter.close();
        assertThat(page.locator("#lost")).containsText("The exporter does not answer", SOON);
        page.close();
    }

    @Test
    void scriptsOff_everythingCanBeRead_at360Pixels() {
        try (ExporterProcess exporter = exporter(edge1)) {
            breakWeb2();
            Page page = browser.open(exporter.url("/"), 360, 740, ColorScheme.LIGHT, false);
            assertThat(page.locator("#wrong")).containsText("shop/web2");
            assertThat(page.locator("#degraded")).containsText("configuration");
            assertThat(page.locator("#filter")).isHidden();
            picture(page, "page-narrow");

            Page scripted = browser.open(exporter.url("/"), 360, 740, ColorScheme.LIGHT, true);
            assertThat(scripted.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(360);
            expectAccessible(scripted);
        }
    }

    @Test
    void hostileCheckText_staysText() {
        String said = "<img src=x onerror=document.title='owned'> \"\" ' \u202ecod";
        String table = """
                # pxname,svname,type,status,lastchg,mode,check_status,check_code,last_chk,
                shop,web2,2,DOWN,60,http,L7STS,503,"%s",
                shop,BACKEND,1,DOWN,60,http,,,,
                """.formatted(said);
        try (StubSocket haproxy = StubSocket.unix(Dump.of(table).script());
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.uri())) {
            String target = haproxy.path().getFileName().toString();
            Page page = browser.open(exporter.url("/#" + target + "/shop/web2"));

            assertThat(page.locator("#wrong .reason").first())
                    .containsText("<img src=x onerror=document.title='owned'> \" '");
            assertThat(page.locator("#detail")).containsText("<img src=x");
            assertThat(page.locator("img")).hasCount(0);
            assertThat(page.content()).doesNotContain("\u202e");
            assertThat(page.title()).doesNotContain("owned");
        }
    }

    @Test
    void tenThousandServers_areUsable_andUnderAMegabyteCompressed() {
        StringBuilder config = new StringBuilder(
                "defaults\n mode http\n timeout client 5s\n timeout connect 1s\n timeout server 5s\n");
        for (int backend = 0; backend < 100; backend++) {
            config.append("backend backend-").append(backend).append('\n');
            for (int server = 0; server < 100; server++) {
                config.append(" server web")
                        .append(server)
                        .append(" 127.0.0.1:1")
                        .append(server % 7 == 0 ? " disabled\n" : "\n");
            }
        }
        try (HaproxyProcess edge = HaproxyProcess.start(config.toString());
                ExporterProcess exporter = exporter(edge)) {
            assertThat(exporter.scrape("/", "Accept-Encoding", "gzip").body().length)
                    .isLessThan(1 << 20);
            assertThat(exporter.scrape("/api/v1/status", "Accept-Encoding", "gzip")
                            .body()
                            .length)
                    .isLessThan(1 << 20);
            Page page = browser.open(exporter.url("/"));
            assertThat(page.locator(".cells > a")).hasCount(10_000);
            assertThat(page.locator("#degraded tbody tr")).hasCount(50);
            page.locator("#filter input").fill("backend-77");
            assertThat(page.locator(".backend:visible")).hasCount(1);
        }
    }
}
