package io.frostglass.standalone.camera;

import io.frostglass.standalone.camera.JpegSegmentWriter.JpegSegment;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Everything about place, device and file that a camera betrays beside its picture: EXIF with a GPS position, serial
/// numbers and a small unveiled picture, an XMP packet, IPTC, and a comment with a file name.
///
/// @param serial of the camera's body
/// @param latitude in degrees, north
/// @param longitude in degrees, east
/// @param orientation EXIF's, 1 to 8
record CameraMetadata(String serial, double latitude, double longitude, int orientation) {

    static final String MAKE = "Frostglass Simulated Cameras";
    static final String MODEL = "FSC-720";

    private static final DateTimeFormatter EXIF_TIME =
            DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// The TIFF structure begins with its byte order, a 42, and where the first directory is.
    private static final byte[] TIFF_HEAD = {'M', 'M', 0, 42, 0, 0, 0, 8};

    List<JpegSegment> segments(Instant at, int number, byte[] preview) {
        String file = "DSC_%s_%05d.JPG".formatted(FILE_TIME.format(at), number);
        return List.of(
                new JpegSegment(JpegSegmentWriter.APP1, exif(at, preview)),
                new JpegSegment(JpegSegmentWriter.APP1, xmp(at, file)),
                new JpegSegment(JpegSegmentWriter.APP13, iptc(file)),
                new JpegSegment(
                        JpegSegmentWriter.COM,
                        ("/mnt/sdcard/DCIM/" + serial + "/" + file).getBytes(StandardCharsets.US_ASCII)));
    }

    /// CIPA DC-008 (EXIF 2.32), sections 4.6.4 to 4.6.6.
    private byte[] exif(Instant at, byte[] preview) {
        String time = EXIF_TIME.format(at);
        TiffDirectory camera = new TiffDirectory()
                .bytes(0x9000, (byte) '0', (byte) '2', (byte) '3', (byte) '2')
                .text(0x9003, time)
                .text(0x9004, time)
                .text(0x9011, "+00:00")
                .text(0xa431, serial)
                .text(0xa435, "L" + serial);
        TiffDirectory gps = new TiffDirectory()
                .text(1, latitude < 0 ? "S" : "N")
                .angle(2, latitude)
                .text(3, longitude < 0 ? "W" : "E")
                .angle(4, longitude)
                .text(18, "WGS-84");
        int afterMain = TIFF_HEAD.length + main(time, 0, 0).length();
        int afterCamera = afterMain + camera.length();
        int afterGps = afterCamera + gps.length();
        TiffDirectory small =
                new TiffDirectory().number(0x0103, 6).offset(0x0201, 0).offset(0x0202, 0);
        int picture = afterGps + small.length();
        small = new TiffDirectory().number(0x0103, 6).offset(0x0201, picture).offset(0x0202, preview.length);

        var out = new ByteArrayOutputStream();
        out.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(TIFF_HEAD);
        out.writeBytes(main(time, afterMain, afterCamera).at(TIFF_HEAD.length, afterGps));
        out.writeBytes(camera.at(afterMain, 0));
        out.writeBytes(gps.at(afterCamera, 0));
        out.writeBytes(small.at(afterGps, 0));
        out.writeBytes(preview);
        return out.toByteArray();
    }

    private TiffDirectory main(String time, int camera, int gps) {
        return new TiffDirectory()
                .text(0x010f, MAKE)
                .text(0x0110, MODEL)
                .number(0x0112, orientation)
                .text(0x0131, "1.4.2")
                .text(0x0132, time)
                .offset(0x8769, camera)
                .offset(0x8825, gps);
    }

    /// XMP, part 3, section 1.1.3.
    private byte[] xmp(Instant at, String file) {
        String packet = """
                <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:dc="http://purl.org/dc/elements/1.1/"
                xmp:CreateDate="%s" aux:SerialNumber="%s"><dc:source>%s</dc:source></rdf:Description>
                </rdf:RDF></x:xmpmeta>
                <?xpacket end="w"?>""".formatted(at, serial, file);
        return ("http://ns.adobe.com/xap/1.0/\0" + packet).getBytes(StandardCharsets.UTF_8);
    }

    /// An image resource of Photoshop's with two fields of IPTC IIM 4.2: title (2:05) and sublocation (2:92).
    private static byte[] iptc(String file) {
        byte[] fields = concat(field(5, file), field(92, "Loading bay 3"));
        ByteBuffer resource = ByteBuffer.allocate(14 + 12 + fields.length + (fields.length & 1));
        resource.put("Photoshop 3.0\0".getBytes(StandardCharsets.US_ASCII));
        resource.put("8BIM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0x0404);
        resource.putShort((short) 0).putInt(fields.length).put(fields);
        return resource.array();
    }

    private static byte[] field(int number, String text) {
        byte[] value = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer field = ByteBuffer.allocate(5 + value.length);
        return field.put((byte) 0x1c)
                .put((byte) 2)
                .put((byte) number)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
