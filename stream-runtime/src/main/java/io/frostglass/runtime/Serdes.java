package io.frostglass.runtime;

import io.frostglass.topics.SerdeFactory;
import org.apache.kafka.common.utils.Utils;

final class Serdes {

    private Serdes() {}

    static SerdeFactory from(ApplicationSettings applicationSettings) {
        try {
            var factory =
                    Utils.newInstance(applicationSettings.string(CommonSettings.SERDE_FACTORY), SerdeFactory.class);
            factory.configure(applicationSettings.all());
            return factory;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class for " + CommonSettings.SERDE_FACTORY, e);
        }
    }
}
