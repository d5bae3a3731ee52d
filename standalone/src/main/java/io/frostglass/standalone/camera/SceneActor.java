package io.frostglass.standalone.camera;

/// Something that a scene shows and that may move.
sealed interface SceneActor permits PersonActor, CarActor {

    /// What a camera calls it.
    String label();

    /// How far away it is, in metres; the farthest is drawn first.
    double z();

    void draw(SceneCanvas sceneCanvas);
}
