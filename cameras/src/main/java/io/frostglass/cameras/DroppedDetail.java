package io.frostglass.cameras;

/// A part of a motion event that is wrong and does not go on: the event does, without it.
///
/// @param field the field of the contract that it belongs to, such as `bboxes`
/// @param path its place, such as `labels[0].confidence`, or `bboxes[64..]` for all from there on: names of the
/// contract
///     and numbers, nothing of what was sent
/// @param count how many it stands for
public record DroppedDetail(String field, String path, int count) {}
