package io.plumbline.codegen.emit;

import io.plumbline.runtime.compiled.ModuleIdentity;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Writes a program as C: one function for each instruction, which calls a kernel with every extent
 * as a number. A foreign node is a function that does nothing: whoever runs the module computes its
 * results between two steps.
 */
public final class CEmitter {
  private static final int ALIGNMENT = Allocation.ALIGNMENT;

  private static final List<String> KERNELS =
      List.of(
          "pl_base.h",
          "pl_blocks.h",
          "pl_elements.h",
          "pl_moves.h",
          "pl_recurrent.h",
          "pl_rows.h",
          "pl_sums.h",
          "pl_windows.h",
          "pl_module.h");

  private static final List<String> SYSTEM_KERNELS =
      List.of(
          "pl_columns.h",
          "pl_depthwise.h",
          "pl_panels.h",
          "pl_panels_avx.h",
          "pl_panels_avx512.h",
          "pl_panels_neon.h",
          "pl_panels_plain.h",
          "pl_panels_sse.h",
          "pl_products.h",
          "pl_runner.h");

  private static final String SYSTEM_INCLUDES =
      """
      #include "pl_depthwise.h"
      #include "pl_panels.h"
      #include "pl_products.h"
      """;

  /** What files and names of kernels begin with. */
  private static final String KERNEL = "pl_";

  /** PL_RANK of the kernels. */
  private static final int MOST_AXES = 16;

  private final Program program;
  private final String symbol;
  private final Surroundings surroundings;
  private final Allocation allocation;
  private final ConstantSection constants;

  private CEmitter(Program program, String symbol, Surroundings surroundings) {
    this.program = program;
    this.symbol = symbol;
    this.surroundings = surroundings;
    this.constants = new ConstantSection(surroundings.isBare() ? Long.BYTES : ALIGNMENT);
    this.allocation = Allocation.of(program, this::scratch);
  }

  /**
   * The source of a program for an operating system.
   *
   * @throws UnsupportedException likewise
   */
  public static CSource emit(Program program, String name) {
    return emit(program, name, Surroundings.SYSTEM);
  }

  /**
   * The source of a program.
   *
   * @param name of the module, from which its symbols and files are named
   * @throws UnsupportedException when it computes with a type that C code has no kernels for, or
   *     has a value of more axes than kernels walk over
   */
  public static CSource emit(Program program, String name, Surroundings surroundings) {
    requireRanks(program);
    String plain = CText.identifier(name);
    boolean taken =
        plain.isEmpty() || Character.isDigit(plain.charAt(0)) || plain.startsWith(KERNEL);
    String symbol = taken ? "m_" + plain : plain;
    return new CEmitter(program, symbol, surroundings).source();
  }

  private static void requireRanks(Program program) {
    for (ProgramValue value : program.values()) {
      if (value.shape().rank() > MOST_AXES) {
        throw new UnsupportedException(
            "emit.rank",
            value.name(),
            "C code walks over %s axes at most, this value has %s"
                .formatted(MOST_AXES, value.shape().rank()),
            "run the program with the executor 'vector'");
      }
    }
  }

  private long scratch(Instruction instruction) {
    if (instruction instanceof Instruction.Recurrent op) {
      return RecurrentCode.scratch(op, program.value(op.inputs().getFirst()).shape());
    }
    if (instruction instanceof Instruction.Convolution op) {
      return surroundings.isBare() ? 0 : PanelCode.scratch(op, program);
    }
    if (instruction instanceof Instruction.MatrixProduct op) {
      return surroundings.isBare() ? 0 : PanelCode.scratch(op, program);
    }
    return instruction instanceof Instruction.Softmax op ? RowCode.scratch(op, program) : 0;
  }

  private CSource source() {
    List<String> functions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int step = 0; step < program.instructions().size(); step++) {
      Instruction instruction = program.instructions().get(step);
      String function = "%s_%s_%s".formatted(symbol, step, CText.identifier(instruction.node()));
      names.add(function);
      functions.add(function(function, instruction, step));
    }
    SequencedMap<String, String> files = new LinkedHashMap<>();
    String ports = ports("inputs", program.inputs()) + ports("outputs", program.outputs());
    files.put(symbol + ".c", module(functions, names, ports));
    files.put(
        symbol + ".h",
        ModuleHeader.of(
            program, symbol, allocation.bytes(), constants.content().length, surroundings));
    files.put(symbol + "_main.c", runner());
    KERNELS.forEach(kernel -> files.put(kernel, resource(kernel)));
    if (surroundings.isBare()) {
      files.putAll(BareMetalCode.kernels());
      files.putAll(BareMetalCode.constants(symbol, constants.content(), surroundings));
    } else {
      SYSTEM_KERNELS.forEach(kernel -> files.put(kernel, resource(kernel)));
    }
    return new CSource(symbol, files, new CSource.Constants(constants.content()), allocation);
  }

  private String function(String name, Instruction instruction, int step) {
    StepCode code = new StepCode(program, allocation, constants, surroundings);
    write(instruction, step, code);
    return """
    /* %s: %s */
    static int %s(uint8_t *restrict arena, const uint8_t *restrict weights) {
      (void) arena;
      (void) weights;
    %s}
    """
        .formatted(
            CText.comment(instruction.node()),
            instruction.getClass().getSimpleName(),
            name,
            code.text());
  }

  private static void write(Instruction instruction, int step, StepCode code) {
    switch (instruction) {
      case Instruction.Quantize op -> ElementCode.quantize(op, code);
      case Instruction.Dequantize op -> ElementCode.dequantize(op, code);
      case Instruction.Requantize op -> ElementCode.requantize(op, code);
      case Instruction.Lookup op -> ElementCode.lookup(op, code);
      case Instruction.Arithmetic op -> ElementCode.arithmetic(op, code);
      case Instruction.Compare op -> ElementCode.compare(op, code);
      case Instruction.Logical op -> ElementCode.logical(op, code);
      case Instruction.Select op -> ElementCode.select(op, code);
      case Instruction.Convert op -> ElementCode.convert(op, code);
      case Instruction.Convolution op -> SumCode.convolution(op, step, code);
      case Instruction.Linear op -> SumCode.linear(op, code);
      case Instruction.MatrixProduct op -> SumCode.product(op, step, code);
      case Pooling op -> WindowCode.pool(op, code);
      case Instruction.Mean op -> WindowCode.mean(op, code);
      case Instruction.Reduce op -> WindowCode.reduce(op, code);
      case Instruction.Resample op -> WindowCode.resample(op, code);
      case Instruction.Extremum op -> WindowCode.extremum(op, code);
      case Instruction.Top op -> WindowCode.top(op, code);
      case Instruction.LocalResponseNorm op -> RowCode.localResponseNorm(op, code);
      case Instruction.Softmax op -> RowCode.softmax(op, step, code);
      case Instruction.LayerNorm op -> RowCode.layerNorm(op, code);
      case Instruction.Permute op -> MoveCode.permute(op, code);
      case Instruction.Reshape op -> MoveCode.reshape(op, code);
      case Instruction.Concat op -> MoveCode.concat(op, code);
      case Instruction.Slice op -> MoveCode.slice(op, code);
      case Instruction.Pad op -> MoveCode.pad(op, code);
      case Instruction.Gather op -> MoveCode.gather(op, code);
      case Instruction.Pick op -> MoveCode.pick(op, code);
      case Instruction.Place op -> MoveCode.place(op, code);
      case Instruction.Recurrent op -> RecurrentCode.recurrent(op, step, code);
      case Instruction.Foreign op -> code.line("/* " + CText.comment(op.reason()) + " */");
    }
  }

  private String module(List<String> functions, List<String> names, String ports) {
    return """
    /* %s: made by Plumbline. Compile with -std=c11, or with -ffp-contract=off. */
    %s#include "%s.h"
    %s#include "pl_elements.h"
    #include "pl_moves.h"
    #include "pl_recurrent.h"
    #include "pl_rows.h"
    #include "pl_sums.h"
    #include "pl_windows.h"

    %s
    static int (*const %s_steps[])(uint8_t *restrict, const uint8_t *restrict) = {
      %s
    };

    %s
    int %s_run(void *arena, const void *weights, int from, int to) {
      for (int step = from; step < to; step++) {
        int status = %s_steps[step](arena, weights);
        if (status != PL_DONE) return PL_STOPPED(status, step);
      }
      return PL_DONE;
    }

    %s
    int %s_invoke(void *arena, const void *weights) {
      for (int i = 0; i < %s_INPUTS; i++) {
        const pl_port *port = &%s_inputs[i];
        const uint8_t *data = (const uint8_t *) arena + port->place;
        if (port->type == PL_F32 && pl_has_nan(data, port->bytes / sizeof(float))) return PL_STOPPED(PL_NAN_INPUT, i);
      }
      return %s_run(arena, weights, 0, %s_STEPS);
    }
    """
        .formatted(
            CText.comment(program.name()),
            surroundings.isBare() ? BareMetalCode.SMALL : "",
            symbol,
            surroundings.isBare() ? BareMetalCode.INCLUDES : SYSTEM_INCLUDES,
            String.join("\n", functions),
            symbol,
            names.isEmpty() ? "0" : String.join(",\n  ", names),
            ports,
            symbol,
            symbol,
            identity(),
            symbol,
            upper(),
            symbol,
            symbol,
            upper());
  }

  /** What the code says of the constants and places that it was made with. */
  private String identity() {
    ModuleIdentity made = ModuleIdentity.of(MemorySegment.ofArray(constants.content()), allocation);
    return """
    const uint64_t %1$s_identity[2] = {0x%2$xu, 0x%3$xu};

    int %1$s_fits(const void *weights) {
      return pl_digest(weights, %4$s_WEIGHT_BYTES) == %1$s_identity[0];
    }
    """
        .formatted(symbol, made.constants(), made.places(), upper());
  }

  private String upper() {
    return symbol.toUpperCase(Locale.ROOT);
  }

  private String runner() {
    return """
    /* A program around %1$s; see %3$s. */
    #include "%1$s.h"

    #define PL_RUN_INPUTS %2$s_INPUTS
    #define PL_RUN_OUTPUTS %2$s_OUTPUTS
    #define PL_RUN_ARENA_BYTES %2$s_ARENA_BYTES
    #define PL_RUN_WEIGHT_BYTES %2$s_WEIGHT_BYTES
    #define PL_RUN_INPUT_PORTS %1$s_inputs
    #define PL_RUN_OUTPUT_PORTS %1$s_outputs
    #define PL_RUN_FITS %1$s_fits
    #define PL_RUN_INVOKE %1$s_invoke
    #define PL_RUN_WEIGHTS %1$s_weights
    #define PL_RUN_STEP_COUNT %2$s_STEPS
    #define PL_RUN_STEPS %1$s_run

    #include "%3$s"
    """
        .formatted(symbol, upper(), surroundings.isBare() ? "pl_cortex_m.h" : "pl_runner.h");
  }

  private String ports(String kind, List<Integer> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(
          "static const int32_t %s_%s_%s_extents[] = {%s};\n"
              .formatted(
                  symbol,
                  kind,
                  i,
                  CText.list(program.value(values.get(i)).logicalShape().toArray())));
    }
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      entries
          .append("  ")
          .append(port("%s_%s_%s".formatted(symbol, kind, i), values.get(i)))
          .append(",\n");
    }
    if (values.isEmpty()) {
      entries.append("  {0, 0, 0, 0, 0, 0, 0, 0, 0}\n");
    }
    return text + "const pl_port %s_%s[] = {\n%s};\n".formatted(symbol, kind, entries);
  }

  private String port(String name, int index) {
    ProgramValue value = program.value(index);
    int owner = allocation.owner(index);
    boolean constant = program.constants().containsKey(owner);
    boolean scaled = value.params().isPresent() && value.quant().isPerTensor();
    return "{%s, %s, %s, %s_extents, %s, %s, %s, %sUL, %sUL}"
        .formatted(
            CText.string(value.name()),
            type(value.dtype()),
            value.shape().rank(),
            name,
            scaled ? CText.real(value.quant().scale()) : "0",
            scaled ? value.quant().zeroPoint() : 0,
            constant ? 1 : 0,
            constant
                ? constants.place(Objects.requireNonNull(program.constants().get(owner)))
                : Math.max(0, allocation.place(index)),
            allocation.bytes(index));
  }

  /** The type of a port; one that no kernel computes with passes through. */
  private static String type(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> "PL_F64";
      case FLOAT16 -> "PL_F16";
      case BFLOAT16 -> "PL_BF16";
      case UINT64 -> "PL_U64";
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL, FLOAT32 -> CText.type(dtype);
    };
  }

  static String resource(String file) {
    try (InputStream stream =
        Objects.requireNonNull(CEmitter.class.getResourceAsStream(file), file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
