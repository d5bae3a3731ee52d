/// Learns what a camera always sees, and shows what differs from it as flat figures. Start at
/// [BackgroundModel] (what is
/// learnt) and [BackgroundVeil] (what is done with a picture).
@NullMarked
package io.frostglass.veil.background;

import org.jspecify.annotations.NullMarked;
