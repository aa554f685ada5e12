package io.plumbline.config.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.ModelInputs;
import io.plumbline.tensor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingFolderTests {
  @TempDir private Path folder;

  @Test
  void aFolderThatIsNotThereIsNamedByKeyAndLine() throws IOException {
    String text =
        "model_parameters: {onnx_model: m.onnx}\ncalibration_parameters:\n  cal_data_dir: cal\n";
    Path file = Files.writeString(folder.resolve("c.yaml"), text);
    Configuration configuration = Configurations.read(file);
    assertThat(ConfigLinter.lint(configuration, ModelInputs.NONE))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("lint.missing-folder");
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.where()).isEqualTo(file + ":3");
              assertThat(finding.message()).contains("cal_data_dir", "'cal'");
            });
    Files.createDirectory(folder.resolve("cal"));
    assertThat(ConfigLinter.lint(configuration, ModelInputs.NONE)).isEmpty();
  }
}
