package io.frostglass.runtime;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers 404 to each request at the health port that is not about health: that port has no TLS.
final class HealthPortHandler extends Handler.Wrapper {

    /// The name of its connector.
    static final String NAME = "health";

    HealthPortHandler(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String connector = request.getConnectionMetaData().getConnector().getName();
        if (NAME.equals(connector) && !ManagementHandler.isHealth(request)) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            return true;
        }
        return super.handle(request, response, callback);
    }
}
