/// The folder hand-off, for agents that work with files: events as files to read, answers as files to write. Keys and
/// tokens stay in memory.
///
/// Start reading at [FolderHandoff]; [WorkspaceDirectory] says which files are safe.
@NullMarked
package io.frostglass.bridge.folder;

import org.jspecify.annotations.NullMarked;
