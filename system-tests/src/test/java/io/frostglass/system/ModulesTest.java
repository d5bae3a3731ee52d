package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The root pom lists the modules in the order in which data flows; dependencies point up that list only, those
/// of tests included.
class ModulesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    record Dependency(String artifact, boolean inTests) {}

    record Module(String artifact, List<Dependency> dependencies) {}

    static Iterable<Module> modules() throws Exception {
        var modules = new ArrayList<Module>();
        collect(ROOT, modules);
        return modules;
    }

    private static void collect(Path folder, List<Module> modules) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("pom.xml").toFile());
        var children = elements(pom.getElementsByTagName("module"));
        for (Element child : children) {
            collect(folder.resolve(child.getTextContent()), modules);
        }
        if (children.isEmpty()) {
            List<Dependency> dependencies = elements(pom.getElementsByTagName("dependency")).stream()
                    .filter(dependency -> text(dependency, "groupId").equals("io.frostglass"))
                    .map(dependency -> new Dependency(text(dependency, "artifactId"), isInTests(dependency)))
                    .toList();
            modules.add(new Module(artifact(pom), dependencies));
        }
    }

    private static String artifact(Document pom) {
        return elements(pom.getElementsByTagName("artifactId")).stream()
                .filter(id -> pom.getDocumentElement().isSameNode(id.getParentNode()))
                .findFirst()
                .orElseThrow()
                .getTextContent();
    }

    private static boolean isInTests(Element dependency) {
        return dependency.getElementsByTagName("scope").getLength() > 0
                && text(dependency, "scope").equals("test");
    }

    private static String text(Element of, String tag) {
        return of.getElementsByTagName(tag).item(0).getTextContent();
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void dependsOnWhatStandsAboveItOnly(Module module) throws Exception {
        var above = new ArrayList<String>();
        for (Module other : modules()) {
            if (other.equals(module)) {
                break;
            }
            above.add(other.artifact());
        }

        assertThat(above)
                .containsAll(
                        module.dependencies().stream().map(Dependency::artifact).toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void dependsOnTestSupportInTestsOnly(Module module) {
        assertThat(module.dependencies())
                .filteredOn(dependency -> dependency.artifact().equals("frostglass-test-support"))
                .allMatch(Dependency::inTests);
    }
}
