package io.frostglass.veil.jpeg;

import org.jspecify.annotations.Nullable;

/// One scan of a file (ITU-T T.81 B.2.3), and the loop over its MCUs that all kinds of scan share.
///
/// Where the bits of an interval end, the rest of it stays zero, which is grey, as in the IJG's library.
abstract class JpegScan {

    /// Most blocks in an MCU (T.81 B.2.3).
    static final int MAX_BLOCKS = 10;

    /// A scan's header.
    ///
    /// @param components in the order of their blocks
    /// @param dc table of each component
    /// @param ac likewise
    /// @param first coefficient of the band
    /// @param last coefficient of the band
    /// @param high bit of successive approximation before it, 0 in the first pass
    /// @param low bit that it brings
    @SuppressWarnings("ArrayRecordComponent")
    record ScanHeader(
            JpegComponent[] components,
            @Nullable HuffmanTable[] dc,
            @Nullable HuffmanTable[] ac,
            int first,
            int last,
            int high,
            int low) {

        HuffmanTable dcTable(int component) throws JpegRefusal {
            var table = dc[component];
            if (table == null || !table.isForDc()) {
                throw new JpegRefusal(JpegProblem.BROKEN);
            }
            return table;
        }

        HuffmanTable acTable(int component) throws JpegRefusal {
            var table = ac[component];
            if (table == null || !table.isSound()) {
                throw new JpegRefusal(JpegProblem.BROKEN);
            }
            return table;
        }
    }

    final EntropySource source;
    final ReducedTransform transform;

    /// For each block of an MCU: its component, and its place in the current MCU.
    final int[] componentOf = new int[MAX_BLOCKS];

    final int[] blockAt = new int[MAX_BLOCKS];
    private final int[] stepOf = new int[MAX_BLOCKS];
    int blocks;

    JpegScan(EntropySource source, ReducedTransform transform) {
        this.source = source;
        this.transform = transform;
    }

    /// Decodes the blocks of [#blockAt].
    abstract void mcu();

    /// Resets DC predictions and runs.
    abstract void reset();

    void run(ScanHeader header, int mcusWide, int mcusHigh, int restartInterval, DecodeDeadline deadline)
            throws JpegRefusal {
        boolean alone = header.components.length == 1;
        int wide = alone ? header.components[0].blocksWide : mcusWide;
        int high = alone ? header.components[0].blocksHigh : mcusHigh;
        int left = restartInterval;
        int restarts = 0;
        boolean dry = false;
        reset();
        for (int row = 0; row < high; row++) {
            deadline.check();
            beginRow(header.components, row, alone);
            for (int column = 0; column < wide; column++) {
                if (restartInterval > 0 && left-- == 0) {
                    dry = !source.restart(restarts++ & 7);
                    left = restartInterval - 1;
                    reset();
                }
                if (!dry) {
                    source.ensure();
                    mcu();
                    dry = source.overrun();
                }
                advance();
            }
            if (dry && restartInterval == 0) {
                return;
            }
        }
    }

    private void beginRow(JpegComponent[] components, int row, boolean alone) {
        blocks = 0;
        for (int i = 0; i < components.length; i++) {
            var component = components[i];
            int across = alone ? 1 : component.across;
            int down = alone ? 1 : component.down;
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    componentOf[blocks] = i;
                    blockAt[blocks] = (row * down + y) * component.stride + x;
                    stepOf[blocks++] = across;
                }
            }
        }
    }

    private void advance() {
        for (int i = 0; i < blocks; i++) {
            blockAt[i] += stepOf[i];
        }
    }
}
