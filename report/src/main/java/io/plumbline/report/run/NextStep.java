package io.plumbline.report.run;

import java.util.Optional;

/**
 * Something to do next.
 *
 * @param why what it is good for here
 * @param command to type, with words in capitals to be filled in
 */
public record NextStep(String why, Optional<String> command) {}
