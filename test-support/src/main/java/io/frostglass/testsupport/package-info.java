/// What tests of several modules need: a cluster, scenarios from YAML files, and waiting with a time limit. In test
/// scope only.
@NullMarked
package io.frostglass.testsupport;

import org.jspecify.annotations.NullMarked;
