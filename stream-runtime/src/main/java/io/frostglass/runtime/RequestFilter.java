package io.frostglass.runtime;

import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sees every request before anything else of an application does, with the target as it was sent
/// ([RequestTarget#of(Request)]), however strange that is. Where there is one, the server refuses no target itself.
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
    /// @return whether it did
    protected abstract boolean keepsOut(Request request, Response response, Callback callback);

    /// What came cannot be read as a request. Of its headers nothing is known; its target is, if it came so far.
    ///
    /// @return what to answer instead of what the server would
    protected abstract Optional<ProblemDetails> unread(Request request);
}
