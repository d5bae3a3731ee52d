package io.frostglass.gateway.guard;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Words by which somebody asks for pictures. Whole words, of names in any of the usual writings: `raw_image`,
/// `rawImage`, `raw-image`, `RAW IMAGE`.
final class MediaWords {

    private static final Pattern MEDIA = Pattern.compile(
            // What there is to be had
            "(?:raw|full|orig(?:inal)?|hi|high|hd|source|large|camera|live|event)?"
                    + "(?:image|img|picture|pic|photo|foto|frame|still|snap(?:shot)?|screen(?:shot|cap)|video|vid|movie|clip|footage|"
                    + "media|recording|livestream|liveview|playback)(?:s|es)?(?:url|uri|data|file|path|stream|bytes|base64|jpe?g)?\\d*|"
                    // as what
                    + "raw|rawdata|originals?|full|full(?:size|res|resolution|quality|hd)|hi(?:gh)?(?:res|resolution|quality)|uncropped|"
                    + "un(?:redacted|blurred|veiled|masked|censored|sanitized|sanitised|anonymized|anonymised|filtered|blur|veil|mask)|"
                    + "download|restricted|\\d{3,4}p|[48]k|u?hd|\\d{2,5}x\\d{2,5}|"
                    // in which form
                    + "jpe?g|jfif|png|gif|webp|bmp|tiff?|hei[cf]|avif|dng|yuv|exif|mjpe?g|mp4|m4v|mov|avi|mkv|webm|3gp|flv|m3u8|h26[45]|"
                    + "hevc|hls|rtsps?|rtmp|onvif|webrtc|dvr|nvr");

    private static final Pattern SIZES = Pattern.compile(
            "size|sizes|width|height|w|h|resolution|res|scale|zoom|crop|dpi|dpr|quality|q|format|fmt|ext|encoding|blur|veil|noise|"
                    + "mask|pixelate|censor|redact|redacted|sanitize|sanitise|anonymi[sz]e|anonymous|privacy");

    /// `file://`, `s3://`, `kafka://`, `rtsp://`; also with one slash alone.
    private static final Pattern ELSEWHERE = Pattern.compile("(?:^|[^a-z0-9])[a-z][a-z0-9+.-]{1,20}:/");

    private static final Pattern STEP_UP = Pattern.compile("(?:^|/)\\s*\\.\\.\\s*(?:[/;#?]|$)");

    private MediaWords() {}

    /// Whether one of the words of a text is one.
    static boolean in(String text) {
        return words(text).anyMatch(word -> MEDIA.matcher(word).matches());
    }

    /// Whether a name is one of a parameter by which pictures are made larger, other or clearer.
    static boolean inSizes(String name) {
        return words(name).anyMatch(word -> SIZES.matcher(word).matches());
    }

    /// Whether a text leads to another place, whatever is there.
    static boolean leadElsewhere(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return ELSEWHERE.matcher(small).find() || STEP_UP.matcher(small).find();
    }

    static boolean nameThumbnail(String text) {
        return words(text).anyMatch(word -> word.matches("thumb(?:nail)?s?"));
    }

    /// Each word; where the case changes within one, its parts, too; and those with a hyphen between them as one.
    private static Stream<String> words(String text) {
        var joined =
                Arrays.stream(text.replaceAll("(?<=\\p{L})[-_ ](?=\\p{L})", "").split("[^\\p{L}\\p{N}]+", -1));
        var whole = Arrays.stream(text.split("[^\\p{L}\\p{N}]+", -1));
        var parts = Arrays.stream(text.split("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})", -1));
        return Stream.concat(joined, Stream.concat(whole, parts)).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
