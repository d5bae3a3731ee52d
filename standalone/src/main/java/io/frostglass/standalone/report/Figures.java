package io.frostglass.standalone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.OptionalDouble;

/// Percentiles, rounding and JSON of measured figures.
public final class Figures {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Figures() {}

    /// Returns a percentile by nearest rank; empty without values.
    ///
    /// @param share above 0, at most 1: 0.5 for the median
    public static OptionalDouble percentile(double[] values, double share) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return OptionalDouble.of(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    /// Rounds a value to so many decimal places.
    public static double rounded(double value, int places) {
        double scale = Math.pow(10, places);
        return Math.round(value * scale) / scale;
    }

    /// Returns a record as one line of JSON, keys in snake case.
    public static String json(Record figures) {
        try {
            return JSON.writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of figures is always JSON", e);
        }
    }
}
