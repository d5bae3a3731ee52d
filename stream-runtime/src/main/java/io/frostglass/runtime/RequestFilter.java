package io.frostglass.runtime;

import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sees every request before all handlers, with the target as it was sent ([RequestTarget#of(Request)]). With a
/// filter, the server itself refuses no target.
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

    /// Called for a malformed request. Its headers are not known, and its target only if it was read.
    ///
    /// @return the answer, if not the server's own
    protected abstract Optional<ProblemDetails> unread(Request request);
}
