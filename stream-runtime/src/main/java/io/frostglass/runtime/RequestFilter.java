package io.frostglass.runtime;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sees every request before any other part of an application does.
public abstract class RequestFilter extends Handler.Abstract {

    private static final String SEEN = RequestFilter.class.getName();

    @Override
    public final boolean handle(Request request, Response response, Callback callback) {
        request.setAttribute(SEEN, true);
        return keepsOut(request, response, callback);
    }

    static boolean hasSeen(Request request) {
        return request.getAttribute(SEEN) != null;
    }

    /// Answers a request that may not pass.
    ///
    /// @return whether it answered
    protected abstract boolean keepsOut(Request request, Response response, Callback callback);

    /// The server refuses a request by itself: its URI is ambiguous or names another host, or it is no HTTP. A
    /// request that cannot be read has the method `BAD`, the path `/badMessage` and no headers.
    ///
    /// Runs on one of the server's few threads, so it must not wait.
    protected abstract void refused(Request request);
}
