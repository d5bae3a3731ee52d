package io.frostglass.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Runs each request on a virtual thread, as many requests wait: for a body, for the broker, for the next event.
/// Health and metrics stay on the server's platform threads: they must work even when all carriers of virtual threads
/// are busy.
final class RequestThreads extends Handler.Wrapper {

    private final Executor virtual = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 0).factory());

    RequestThreads(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (ManagementHandler.isFor(request)) {
            return super.handle(request, response, callback);
        }
        virtual.execute(() -> answer(request, response, callback));
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable e) {
            // As the server does on its own threads; otherwise there would be no answer.
            Response.writeError(request, response, callback, e);
        }
    }
}
