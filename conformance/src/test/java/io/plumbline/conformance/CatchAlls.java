package io.plumbline.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds switches over sealed types that do not name their cases, with the compiler's own eyes. */
final class CatchAlls extends TreePathScanner<Void, Void> {
  private final JavacTask task;
  private final Trees trees;
  private final List<String> found = new ArrayList<>();

  private CatchAlls(JavacTask task) {
    this.task = task;
    this.trees = Trees.instance(task);
  }

  /** {@code file:line: selector's type} of each, in the order of files and lines. */
  static List<String> in(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-implicit:none",
              "--add-modules",
              "jdk.incubator.vector",
              "-cp",
              System.getProperty("java.class.path"));
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostic -> {},
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      var units = task.parse();
      task.analyze();
      CatchAlls scanner = new CatchAlls(task);
      units.forEach(unit -> scanner.scan(new TreePath(unit), null));
      return scanner.found;
    }
  }

  @Override
  public Void visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
    check(tree, tree.getExpression(), tree.getCases());
    return super.visitSwitchExpression(tree, null);
  }

  @Override
  public Void visitSwitch(SwitchTree tree, Void unused) {
    check(tree, tree.getExpression(), tree.getCases());
    return super.visitSwitch(tree, null);
  }

  private void check(Tree tree, ExpressionTree selector, List<? extends CaseTree> cases) {
    TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), selector));
    Element element = type == null ? null : task.getTypes().asElement(type);
    if (element == null || !element.getModifiers().contains(Modifier.SEALED)) {
      return;
    }
    for (CaseTree each : cases) {
      for (CaseLabelTree label : each.getLabels()) {
        if (each.getGuard() == null && isCatchAll(label, type)) {
          var unit = getCurrentPath().getCompilationUnit();
          long start = trees.getSourcePositions().getStartPosition(unit, tree);
          long line = unit.getLineMap().getLineNumber(start);
          String file = unit.getSourceFile().getName().replace(File.separatorChar, '/');
          found.add("%s:%d: %s".formatted(file, line, type));
        }
      }
    }
  }

  private boolean isCatchAll(CaseLabelTree label, TypeMirror selector) {
    if (label instanceof DefaultCaseLabelTree) {
      return true;
    }
    if (label instanceof PatternCaseLabelTree pattern
        && pattern.getPattern() instanceof BindingPatternTree binding) {
      TypeMirror bound =
          trees.getTypeMirror(
              TreePath.getPath(
                  getCurrentPath().getCompilationUnit(), binding.getVariable().getType()));
      return bound != null
          && task.getTypes()
              .isSubtype(task.getTypes().erasure(selector), task.getTypes().erasure(bound));
    }
    return false;
  }
}
