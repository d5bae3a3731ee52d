package io.frostglass.veil;

import java.util.Arrays;
import java.util.Random;

/// Damages files, always in the same way for the same seed.
final class Mutations {

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    byte[] damage(byte[] file) {
        byte[] damaged = file.clone();
        for (int i = 0, steps = 1 + random.nextInt(6); i < steps; i++) {
            damaged = step(damaged);
        }
        return damaged;
    }

    private byte[] step(byte[] file) {
        if (file.length < 4) {
            return file;
        }
        // Headers are short and decide most, so half of the damage goes there.
        int at = random.nextInt(random.nextBoolean() ? Math.min(700, file.length) : file.length);
        int length = random.nextInt(Math.min(64, file.length - at));
        switch (random.nextInt(7)) {
            case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> file[at] = (byte) random.nextInt(256);
            case 2 -> file[at] = (byte) 0xFF;
            case 3 -> Arrays.fill(file, at, at + length, (byte) random.nextInt(256));
            case 4 -> {
                return Arrays.copyOf(file, at);
            }
            case 5 -> {
                return cut(file, at, length);
            }
            default -> {
                return doubled(file, at, length);
            }
        }
        return file;
    }

    private static byte[] cut(byte[] file, int at, int length) {
        byte[] shorter = Arrays.copyOf(file, file.length - length);
        System.arraycopy(file, at + length, shorter, at, file.length - at - length);
        return shorter;
    }

    private static byte[] doubled(byte[] file, int at, int length) {
        byte[] longer = Arrays.copyOf(file, file.length + length);
        System.arraycopy(file, at, longer, at + length, file.length - at);
        return longer;
    }
}
