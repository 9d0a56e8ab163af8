import com.adobe.epubcheck.tool.EpubChecker;
import java.io.PrintStream;

/** EPUBCheck on many files in one run: pairs of an EPUB and where its report is to be written. */
class EpubCheckAll {
    public static void main(String[] paths) {
        PrintStream quiet = System.err;
        System.setOut(quiet);
        for (int at = 0; at + 1 < paths.length; at += 2) {
            new EpubChecker().run(new String[] {paths[at], "--json", paths[at + 1], "--quiet"});
        }
    }
}
