package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language of whoever embeds Plumbline is in none of its files. */
class LocaleTests {
  @TempDir private Path folder;

  private void compile(String name, Locale locale) {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Pipeline.compile(
          CompileRequest.of(ModelFiles.of(Scene.MODEL), new RandomData())
              .withDeployment(new Deployment(2, List.of(), List.of(), List.of(), true, true))
              .into(folder.resolve(name), "m"),
          Progress.SILENT);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void artefactsAreTheSameInEveryLanguage() {
    compile("root", Locale.ROOT);
    for (String language : List.of("ar-EG-u-nu-arab", "tr-TR", "de-DE")) {
      compile(language, Locale.forLanguageTag(language));
      for (Path file : Scene.files(folder.resolve("root"))) {
        Path other = folder.resolve(language).resolve(folder.resolve("root").relativize(file));
        if (!file.toString().endsWith(".log")) {
          assertThat(other).as(language).hasSameBinaryContentAs(file);
        }
      }
    }
  }
}
