package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.config.pulsar.PulsarDialect;
import io.plumbline.pipeline.WeightBits;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.report.CsvRenderer;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Shows which layers have weights of how many bits, and writes it beside the models. */
record WeightBitsView(Console console) {
  private static final String SUFFIX = "_weight_bits.csv";
  private static final String BLOCK = "_mixbit_operator_config.prototxt";

  /** Returns the same for machines. */
  List<Map<String, Object>> show(WeightBits bits, CompileRequest request) {
    Path file = request.folder().resolve(request.prefix() + SUFFIX);
    AtomicFile.write(file, CsvRenderer.render(bits.table()));
    console.show(bits.table());
    console.say("wrote " + file);
    Path block = request.folder().resolve(request.prefix() + BLOCK);
    AtomicFile.write(block, PulsarDialect.narrowWeights(bits.narrow()));
    console.say("wrote " + block);
    return bits.record();
  }
}
