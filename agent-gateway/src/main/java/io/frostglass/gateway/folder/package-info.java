/// For agents that see nothing but files: events as files to read, answers as files to write, and a gateway that runs
/// elsewhere. Keys and tokens stay in memory; no Kafka in here.
///
/// Start reading at [io.frostglass.gateway.folder.Handoff]; what a file may be is in
/// [io.frostglass.gateway.folder.Directory].
@NullMarked
package io.frostglass.gateway.folder;

import org.jspecify.annotations.NullMarked;
