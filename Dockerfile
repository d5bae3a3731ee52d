# One image for all applications; the command names the application:
#
#   compose/make-images                        # builds with Maven, gathers the jars in target/image, and builds this
#   docker run frostglass --help
#
# The libraries are a layer of their own: they change rarely. Each application runs on the class path of its own module,
# so the law of zones holds here, too. An archive of loaded and linked classes (JEP 483, JEP 514) for each application
# makes it start in a third of the time; the stage `training` makes it by running the application.
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE} AS programs
COPY target/image/native /opt/frostglass/native
COPY target/image/lib /opt/frostglass/lib
COPY target/image/app /opt/frostglass/app
COPY target/image/classpath /opt/frostglass/classpath
COPY compose/image/healthy frostglass /opt/frostglass/
ENV PATH=/opt/frostglass:$PATH
# A number, so that an orchestrator can check that it is not root.
USER 1000:1000
WORKDIR /tmp
EXPOSE 8080
ENTRYPOINT ["frostglass"]
CMD ["--help"]

# Simulated cameras, a receiver, and the demo with its broker: not for production, and not in its image.
FROM programs AS demo
USER root
COPY target/image/demo-lib /opt/frostglass/lib
COPY target/image/demo-app /opt/frostglass/app
COPY target/image/demo-classpath /opt/frostglass/classpath
USER 1000:1000

FROM demo AS training
COPY --chmod=755 compose/image/train /opt/frostglass/
RUN train /tmp/aot && rm /tmp/aot/standalone.aot

FROM programs AS applications
COPY --from=training /tmp/aot /opt/frostglass/aot
HEALTHCHECK --interval=10s --timeout=3s --start-period=180s --start-interval=1s --retries=3 CMD ["healthy"]
ARG BASE
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Frostglass" \
      org.opencontainers.image.description="Motion alerts without the pictures: all applications" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE}"
