package io.frostglass.standalone.report;

import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The page `index.html` beside the thumbnails: the newest events first, with what is known of each. It is one file
/// without scripts, and loads nothing but the thumbnails of its folder. A browser that shows it loads it again every
/// few seconds.
public final class ThumbnailPage implements AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.UK);

    private final int kept;
    private final PageWriter writer;
    private final TreeMap<Position, String> newest =
            new TreeMap<>(Comparator.comparingLong(Position::at).reversed().thenComparing(Position::eventId));
    private boolean changed = true;

    private record Position(long at, String eventId) {}

    private ThumbnailPage(Path folder, int kept) {
        this.kept = kept;
        this.writer = PageWriter.open(folder.resolve("index.html"), this::page);
    }

    /// Starts to write the page.
    ///
    /// @param folder of the thumbnails
    /// @param kept how many events it shows
    public static ThumbnailPage open(Path folder, int kept) {
        return new ThumbnailPage(folder, kept);
    }

    /// Shows an event; its thumbnail is `<event id>.jpg`.
    public synchronized void add(SanitizedMotion event) {
        newest.put(new Position(event.getReceivedAt().toEpochMilli(), event.getEventId()), card(event));
        if (newest.size() > kept) {
            newest.pollLastEntry();
        }
        changed = true;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private synchronized Optional<String> page() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(PAGE.replace("CARDS", String.join("\n", newest.values())));
    }

    private static String card(SanitizedMotion event) {
        String labels =
                event.getLabels().stream().map(Label::getLabel).distinct().collect(Collectors.joining(", "));
        String time = TIME.format(event.getTimestamp().atZone(ZoneId.of(event.getTimeZone())));
        String picture = event.getThumbnail() == null
                ? "<div class=none>no picture: " + PageWriter.escaped(event.getThumbnailDropped()) + "</div>"
                : "<img width=256 height=256 src=\"" + PageWriter.escaped(event.getEventId()) + ".jpg\" alt=\""
                        + PageWriter.escaped(seen(event)) + "\">";
        return "<article>" + picture
                + "<h2>" + PageWriter.escaped(event.getCameraId()) + " <small>" + PageWriter.escaped(event.getSiteId())
                + "</small></h2>"
                + "<p><b>" + PageWriter.escaped(seen(event)) + "</b></p>"
                + "<p>" + (labels.isEmpty() ? "no labels" : PageWriter.escaped(labels)) + "</p>"
                + "<p><time>" + PageWriter.escaped(time) + "</time> <small>" + PageWriter.escaped(event.getVeil())
                + "</small></p></article>";
    }

    private static String seen(SanitizedMotion event) {
        Integer figures = event.getFigures();
        Double moved = event.getMoved();
        if (figures == null || moved == null) {
            return "noise".equals(event.getVeil()) ? "place not known yet" : "";
        }
        String count = figures == 0 ? "nobody" : figures == 1 ? "1 figure" : figures + " figures";
        long percent = Math.round(100 * moved);
        String share = percent == 0 ? "under 1" : String.valueOf(percent);
        return figures == 0 ? count : count + ", " + share + " % of the picture";
    }

    // The colours are those of the veil's figures.
    private static final String PAGE = """
            <!doctype html>
            <html lang=en>
            <meta charset=utf-8>
            <meta name=viewport content="width=device-width">
            <meta http-equiv=refresh content=5>
            <title>Frostglass: thumbnails</title>
            <style>
            body {margin: 1.5rem; background: #16181c; color: #e4e6ea; font: 15px/1.35 system-ui, sans-serif}
            h1 {font-size: 1.3rem; margin: 0 0 .4rem}
            ul {list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 0 0 1.2rem; padding: 0}
            li::before {content: ""; display: inline-block; width: .9em; height: .9em; margin-right: .4em;
              vertical-align: -.08em; border-radius: 2px; background: var(--colour)}
            main {display: grid; grid-template-columns: repeat(auto-fill, 256px); gap: 1.2rem}
            article {background: #22252b; border-radius: 6px; overflow: hidden; padding-bottom: .6rem}
            img, .none {display: block; width: 256px; height: 256px}
            .none {display: grid; place-items: center; background: #2c3037; color: #9aa0aa}
            h2, p {font-size: 1rem; margin: .25rem .7rem 0}
            small {color: #9aa0aa; font-weight: normal}
            </style>
            <h1>Thumbnails, newest first</h1>
            <ul>
            <li style="--colour: rgb(213,94,0)">person
            <li style="--colour: rgb(0,114,178)">vehicle
            <li style="--colour: rgb(0,158,115)">animal
            <li style="--colour: rgb(204,121,167)">something else, or no label
            <li style="--colour: #d8d8d2">the place, as the camera always sees it
            <li style="--colour: #808080">not known yet
            </ul>
            <main>
            CARDS
            </main>
            """;
}
