package io.frostglass.bridge.stdio;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/// An input whose end can be waited for.
final class EndingInput extends FilterInputStream {

    private final CountDownLatch end = new CountDownLatch(1);

    EndingInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        return noteEnd(read);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return noteEnd(read);
    }

    private int noteEnd(int read) {
        if (read < 0) {
            end.countDown();
        }
        return read;
    }

    void awaitEnd() throws InterruptedException {
        end.await();
    }
}
