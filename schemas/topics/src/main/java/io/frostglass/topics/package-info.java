/// The catalogue of topics, and the serdes of their records. Start reading at [io.frostglass.topics.TopicCatalogue].
@NullMarked
package io.frostglass.topics;

import org.jspecify.annotations.NullMarked;
