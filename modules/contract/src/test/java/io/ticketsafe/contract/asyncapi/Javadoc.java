package io.ticketsafe.contract.asyncapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the sources say of types, of their constants and of record components, as Markdown. Nothing of it is in the class files. */
final class Javadoc {
    private static final Map<String, String> ENTITIES = Map.of("lt", "<", "gt", ">", "amp", "&", "nbsp", " ");

    private final Map<String, String> texts = new HashMap<>();

    /** Reads every source below a folder. */
    static Javadoc read(Path sources) {
        Javadoc read = new Javadoc();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java =
                    all.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                read.new Reader(comments).scan(unit, unit.getPackageName().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    Optional<String> of(Class<?> type) {
        return of(type.getCanonicalName());
    }

    /** Of a constant, or a value of an enum. */
    Optional<String> of(Class<?> type, String constant) {
        return of(type.getCanonicalName() + "." + constant);
    }

    Optional<String> ofComponent(Class<?> type, String component) {
        return of(type.getCanonicalName() + "#" + component);
    }

    private Optional<String> of(String element) {
        return Optional.ofNullable(texts.get(element));
    }

    private final class Reader extends TreePathScanner<Void, String> {
        private final DocTrees comments;

        Reader(DocTrees comments) {
            this.comments = comments;
        }

        @Override
        public Void visitClass(ClassTree tree, String outer) {
            String name = outer + "." + tree.getSimpleName();
            keep(name);
            return super.visitClass(tree, name);
        }

        @Override
        public Void visitVariable(VariableTree tree, String owner) {
            keep(owner + "." + tree.getName());
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, String owner) {
            return null;
        }

        private void keep(String name) {
            DocCommentTree comment = comments.getDocCommentTree(getCurrentPath());
            if (comment == null) {
                return;
            }
            put(name, comment.getFullBody());
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree param) {
                    put(name + "#" + param.getName(), param.getDescription());
                }
            }
        }

        private void put(String element, List<? extends DocTree> comment) {
            String text = markdown(comment);
            if (!text.isEmpty()) {
                texts.put(element, text);
            }
        }
    }

    private static String markdown(List<? extends DocTree> comment) {
        String text = comment.stream().map(Javadoc::markdown).collect(Collectors.joining());
        return Stream.of(text.split("\n\n"))
                .map(paragraph -> paragraph.strip().replaceAll("\\s+", " "))
                .filter(paragraph -> !paragraph.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String markdown(DocTree part) {
        if (part instanceof TextTree text) {
            return text.getBody().replaceAll("\\s+", " ");
        }
        if (part instanceof LiteralTree literal) {
            return "`" + literal.getBody().getBody().strip() + "`";
        }
        if (part instanceof LinkTree link) {
            return link.getLabel().isEmpty()
                    ? "`" + nameOf(link.getReference().getSignature()) + "`"
                    : markdown(link.getLabel());
        }
        if (part instanceof EntityTree entity) {
            return ENTITIES.getOrDefault(entity.getName().toString(), "");
        }
        return part instanceof StartElementTree element && element.getName().contentEquals("p") ? "\n\n" : "";
    }

    /** The last name of a reference: of a constant or method if there is one, else of the type. */
    private static String nameOf(String reference) {
        return reference.replaceFirst("\\(.*", "").replaceFirst(".*[#.]", "");
    }
}
