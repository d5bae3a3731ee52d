package io.frostglass.gateway.limits;

import java.time.Instant;

/// How often something happened in the last sixty minutes, to the minute.
final class SlidingHour {

    private static final int MINUTES = 60;
    private static final int SECONDS = 60;

    private final long[] minutes = new long[MINUTES];
    private final int[] counts = new int[MINUTES];

    void add(Instant at) {
        long minute = minute(at);
        int place = (int) Math.floorMod(minute, (long) MINUTES);
        if (minutes[place] < minute) {
            minutes[place] = minute;
            counts[place] = 0;
        }
        // What is older than the hour has nothing to be counted in.
        if (minutes[place] == minute) {
            counts[place]++;
        }
    }

    int count(Instant now) {
        long minute = minute(now);
        int count = 0;
        for (int place = 0; place < MINUTES; place++) {
            boolean recent = minutes[place] > minute - MINUTES && minutes[place] <= minute + 1;
            count += recent ? counts[place] : 0;
        }
        return count;
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / SECONDS;
    }
}
