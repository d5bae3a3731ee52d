package io.frostglass.veil.jpeg;

import java.util.ArrayList;
import java.util.List;

/// The markers of a file's segments up to its scan.
public final class Segments {

    private Segments() {}

    public static List<Integer> of(byte[] file) {
        var markers = new ArrayList<Integer>();
        int at = 2;
        do {
            markers.add(file[at + 1] & 0xFF);
            at += 2 + FrameHeader.unsigned16(file, at + 2);
        } while (markers.getLast() != 0xDA);
        return markers;
    }
}
