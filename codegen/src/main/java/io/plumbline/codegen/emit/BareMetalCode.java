package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Allocation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a module needs where there is no operating system: its constants as part of the program. */
final class BareMetalCode {
  private static final String LINKER_SCRIPT = "pl_cortex_m.ld";

  /** Steps share kernels, unless one wants it otherwise. */
  static final String SMALL =
      """
      #if !defined(PL_LARGE) && !defined(PL_SMALL)
      #define PL_SMALL
      #endif
      """;

  static final String INCLUDES = "#include \"pl_scalar.h\"\n";

  private static final int BYTES_IN_LINE = 24;

  private BareMetalCode() {}

  /** The source of the constants, by file name. */
  static Map<String, String> constants(String symbol, byte[] content, Surroundings surroundings) {
    return switch (surroundings) {
      case SYSTEM -> Map.of();
      case BARE_ASSEMBLER -> Map.of(symbol + "_weights.S", assembler(symbol, content.length));
      case BARE_ARRAY -> Map.of(symbol + "_weights.c", array(symbol, content));
    };
  }

  /** What the header says of them. */
  static String declaration(String symbol, Surroundings surroundings) {
    return surroundings.isBare()
        ? """
        /* The constants, which stay where they are: flash will do. */
        extern const uint8_t %1$s_weights[%2$s_WEIGHT_BYTES];

        """
            .formatted(symbol, symbol.toUpperCase(Locale.ROOT))
        : "";
  }

  /** The kernels of scalar code and of a board. */
  static Map<String, String> kernels() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String file : new String[] {"pl_scalar.h", "pl_cortex_m.h", LINKER_SCRIPT}) {
      files.put(file, CEmitter.resource(file));
    }
    return files;
  }

  private static String assembler(String symbol, int bytes) {
    return """
    /* The constants of %1$s, %2$s bytes. */
    #if defined(__ELF__)
      .section .plumbline.%1$s, "a", %%progbits
    #endif
      .balign %3$s
      .global %1$s_weights
    %1$s_weights:
      .incbin "%1$s_weights.bin"
    """
        .formatted(symbol, bytes, Allocation.ALIGNMENT);
  }

  private static String array(String symbol, byte[] content) {
    StringBuilder text = new StringBuilder();
    text.append("/* The constants of %s. */\n#include \"%s.h\"\n\n".formatted(symbol, symbol));
    text.append("#if defined(__GNUC__)\n__attribute__((section(\".plumbline.")
        .append(symbol)
        .append("\")))\n#endif\n_Alignas(")
        .append(Allocation.ALIGNMENT)
        .append(") const uint8_t ")
        .append(symbol)
        .append("_weights[] = {");
    for (int i = 0; i < content.length; i++) {
      text.append(i % BYTES_IN_LINE == 0 ? "\n  " : " ")
          .append(Byte.toUnsignedInt(content[i]))
          .append(',');
    }
    return text.append("\n};\n").toString();
  }
}
