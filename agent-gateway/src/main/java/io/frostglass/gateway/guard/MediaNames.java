package io.frostglass.gateway.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names by which somebody asks for pictures: in a path's segments, a query's parameters, the members of JSON,
/// tools
/// and URIs. They are matched as whole words, of names in any of the usual writings: `raw_image`, `rawImage`,
/// `raw-image`.
final class MediaNames {

    /// What there is to be had, as what, and in which form.
    private static final Set<String> MEDIA = Set.of("""
            image picture pic photo foto frame still snap snapshot screenshot video clip footage media recording livestream
            playback imagedata rawimage
            raw original full fullsize hires highres hd unblur unblurred unveil unveiled unmask uncropped unredacted download
            restricted
            jpg jpeg png gif webp bmp tiff heic avif mjpg mjpeg mp4 mov avi mkv webm m3u8 h264 h265 hls rtsp rtmp onvif
            webrtc""".split("\\s+"));

    /// By which pictures are made larger, other or clearer, where there is something that has a size.
    private static final Set<String> SIZES = Set.of("""
            size width height w h resolution scale zoom crop quality format blur veil noise mask redact sanitize sanitized
            anonymize anonymise""".split("\\s+"));

    private static final Pattern MEASURE = Pattern.compile("\\d{3,4}p|[48]k|\\d{2,5}x\\d{2,5}");

    /// `file://`, `s3:/`
    private static final Pattern ELSEWHERE = Pattern.compile("(?:^|[^a-z0-9])[a-z][a-z0-9+.-]{1,20}:/");

    private static final Pattern STEP_UP = Pattern.compile("(?:^|/)\\s*\\.\\.\\s*(?:[/;#?]|$)");

    private MediaNames() {}

    /// Whether a name or an address has one of them, or leads to another place.
    static boolean in(String text) {
        return leadElsewhere(text)
                || codes(decoded(text))
                        .anyMatch(word ->
                                MEDIA.contains(word) || MEASURE.matcher(word).matches());
    }

    static boolean inSizes(String name) {
        return codes(decoded(name)).anyMatch(SIZES::contains);
    }

    /// Whether a text leads to another place, whatever is there, or holds a NUL.
    static boolean leadElsewhere(String text) {
        String small = decoded(text).replace('\\', '/').toLowerCase(Locale.ROOT);
        return small.indexOf('\0') >= 0
                || ELSEWHERE.matcher(small).find()
                || STEP_UP.matcher(small).find();
    }

    /// Once, as the server does; a target that would mean something else after a second time it does not take.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2b"), UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /// Each word; where the case changes within one, its parts, too; and those with a hyphen between them as one.
    private static Stream<String> codes(String text) {
        return Stream.of(
                        text.replaceAll("(?<=\\p{L})[-_ ](?=\\p{L})", "").split("[^\\p{L}\\p{N}]+", -1),
                        text.split("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})", -1))
                .flatMap(Arrays::stream)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .flatMap(word -> Stream.of(word, word.replaceAll("s$", "")));
    }
}
