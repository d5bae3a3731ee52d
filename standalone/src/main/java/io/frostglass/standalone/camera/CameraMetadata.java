package io.frostglass.standalone.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The metadata that a camera adds to its pictures, with place, device and file: EXIF with a GPS position, serial
/// numbers and a small unveiled picture, an XMP packet, IPTC, and a comment with a file name.
///
/// @param serial of the camera's body
/// @param latitude in degrees, north
/// @param longitude in degrees, east
/// @param orientation EXIF's, 1 to 8
record CameraMetadata(String serial, double latitude, double longitude, int orientation) {

    private static final int APP1 = 0xe1;
    private static final int APP13 = 0xed;
    private static final int COMMENT = 0xfe;

    private static final DateTimeFormatter EXIF_TIME =
            DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// The TIFF structure begins with its byte order, a 42, and where the first directory is.
    private static final byte[] TIFF_HEAD = {'M', 'M', 0, 42, 0, 0, 0, 8};

    /// Adds the segments to a JPEG file (ITU-T T.81, annex B), after its JFIF header, where readers look for them.
    ///
    /// @param number of the picture, for the file's name
    /// @param preview a small JPEG
    byte[] addTo(byte[] jpeg, Instant at, int number, byte[] preview) {
        String file = "DSC_%s_%05d.JPG".formatted(FILE_TIME.format(at), number);
        int head = 4 + ((jpeg[4] & 255) << 8 | (jpeg[5] & 255));
        var out = new ByteArrayOutputStream(jpeg.length + 16 * 1024);
        out.write(jpeg, 0, head);
        segment(out, APP1, exif(at, preview));
        segment(out, APP1, xmp(at, file));
        segment(out, APP13, iptc(file));
        segment(out, COMMENT, ("/mnt/sdcard/DCIM/" + serial + "/" + file).getBytes(US_ASCII));
        out.write(jpeg, head, jpeg.length - head);
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, byte[] content) {
        int length = content.length + 2;
        if (length > 0xffff) {
            throw new IllegalArgumentException("a segment holds at most 65533 bytes");
        }
        out.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
        out.writeBytes(content);
    }

    /// CIPA DC-008 (EXIF 2.32), sections 4.6.4 to 4.6.6.
    private byte[] exif(Instant at, byte[] preview) {
        String time = EXIF_TIME.format(at);
        var camera = new TiffDirectory()
                .bytes(0x9000, "0232".getBytes(US_ASCII))
                .text(0x9003, time)
                .text(0x9004, time)
                .text(0x9011, "+00:00")
                .text(0xa431, serial)
                .text(0xa435, "L" + serial);
        var gps = new TiffDirectory()
                .text(1, latitude < 0 ? "S" : "N")
                .angle(2, latitude)
                .text(3, longitude < 0 ? "W" : "E")
                .angle(4, longitude)
                .text(18, "WGS-84");
        var main = new TiffDirectory()
                .text(0x010f, "Frostglass Simulated Cameras")
                .text(0x0110, "FSC-720")
                .number(0x0112, orientation)
                .text(0x0131, "1.4.2")
                .text(0x0132, time)
                .directory(0x8769, camera)
                .directory(0x8825, gps);
        var small = new TiffDirectory().number(0x0103, 6).file(0x0201, preview).length(0x0202, preview.length);
        var out = new ByteArrayOutputStream();
        out.writeBytes("Exif\0\0".getBytes(US_ASCII));
        out.writeBytes(TIFF_HEAD);
        out.writeBytes(main.at(TIFF_HEAD.length, small));
        return out.toByteArray();
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
        return ("http://ns.adobe.com/xap/1.0/\0" + packet).getBytes(UTF_8);
    }

    /// An image resource of Photoshop's with two fields of IPTC IIM 4.2: title (2:05) and sublocation (2:92).
    private static byte[] iptc(String file) {
        String place = "Loading bay 3";
        int length = 5 + file.length() + 5 + place.length();
        var resource = ByteBuffer.allocate(14 + 12 + length + (length & 1));
        resource.put("Photoshop 3.0\0008BIM".getBytes(US_ASCII)).putShort((short) 0x0404);
        resource.putShort((short) 0).putInt(length);
        resource.put((byte) 0x1c).put((byte) 2).put((byte) 5).putShort((short) file.length());
        resource.put(file.getBytes(US_ASCII));
        resource.put((byte) 0x1c).put((byte) 2).put((byte) 92).putShort((short) place.length());
        resource.put(place.getBytes(US_ASCII));
        return resource.array();
    }
}
