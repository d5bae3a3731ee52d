package io.frostglass.gateway.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// A request whose body was read already, for who reads it again, and in the same way.
final class Replayed extends Request.Wrapper {

    private final HttpFields headers;
    private final Content.Source body;

    /// @param mediaType as what it was read, its charset included
    Replayed(Request request, String mediaType, byte[] body) {
        super(request);
        this.headers = HttpFields.build(request.getHeaders())
                .put(HttpHeader.CONTENT_TYPE, mediaType)
                .asImmutable();
        this.body = Content.Source.from(ByteBuffer.wrap(body));
    }

    @Override
    public HttpFields getHeaders() {
        return headers;
    }

    @Override
    public long getLength() {
        return body.getLength();
    }

    @Override
    public Content.@Nullable Chunk read() {
        return body.read();
    }

    @Override
    public void demand(Runnable whenThereIsMore) {
        body.demand(whenThereIsMore);
    }

    @Override
    public void fail(Throwable failure) {
        body.fail(failure);
    }
}
