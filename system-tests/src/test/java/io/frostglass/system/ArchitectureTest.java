package io.frostglass.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may know what. That a zone's types are not on a class path is the build's to check; this is about the rest.
@Tag("slow")
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.frostglass");

    /// Methods of Micrometer.
    private static final Set<String> MAKES_METRICS =
            Set.of("builder", "counter", "gauge", "gaugeCollectionSize", "gaugeMapSize", "more", "summary", "timer");

    @ParameterizedTest
    @ValueSource(strings = {"cameras", "veil", "guard"})
    void pureModulesKnowNoKafkaNoServerAndNoLog(String module) {
        noClasses()
                .that()
                .resideInAPackage("io.frostglass." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.eclipse.jetty.server..", "java.net.http..", "org.slf4j..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ingest", "anonymize", "tokens", "bridge", "gateway", "escalation", "delivery", "watch", "admin"
            })
    void applicationsKnowNoOtherApplication(String application) {
        noClasses()
                .that()
                .resideInAPackage("io.frostglass." + application + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.frostglass.ingest..",
                                "io.frostglass.anonymize..",
                                "io.frostglass.tokens..",
                                "io.frostglass.bridge..",
                                "io.frostglass.gateway..",
                                "io.frostglass.escalation..",
                                "io.frostglass.delivery..",
                                "io.frostglass.watch..",
                                "io.frostglass.admin..",
                                "io.frostglass.embedded..",
                                "io.frostglass.standalone..")
                        .and(not(resideInAPackage("io.frostglass." + application + ".."))))
                .check(CLASSES);
    }

    @Test
    void nothingButTestsKnowsTestSupport() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.frostglass.testsupport..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.frostglass.testsupport..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools", "bridge"})
    void modulesAtTheAgentsSideKnowNoKafkaAndNoServer(String module) {
        noClasses()
                .that()
                .resideInAPackage("io.frostglass." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.eclipse.jetty..",
                        "io.frostglass.runtime..",
                        "io.frostglass.topics..")
                .check(CLASSES);
    }

    @Test
    void onlyThePackagesOfMcpKnowItsSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.frostglass.tools.mcp",
                        "io.frostglass.bridge.stdio",
                        "io.frostglass.gateway.mcp",
                        "io.frostglass.standalone.agent")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.modelcontextprotocol..", "reactor..")
                .check(CLASSES);
    }

    /// So every metric is in the vocabulary.
    @Test
    void onlyTheVocabularyMakesMetrics() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.frostglass.runtime.metrics")
                .should()
                .callMethodWhere(new DescribedPredicate<>("a metric is made") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        return call.getTargetOwner().getPackageName().equals("io.micrometer.core.instrument")
                                && MAKES_METRICS.contains(call.getName());
                    }
                })
                .check(CLASSES);
    }

    @Test
    void topologiesCallNobodyOutside() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Topology")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "org.eclipse.jetty..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }
}
