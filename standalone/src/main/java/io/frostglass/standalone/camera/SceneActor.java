package io.frostglass.standalone.camera;

/// A person or car in a scene.
sealed interface SceneActor permits PersonActor, CarActor {

    /// The label that a camera gives it.
    String label();

    /// How far away it is, in metres; the farthest is drawn first.
    double z();

    void draw(SceneCanvas canvas);
}
