//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::project::Format;

/// One Markdown manuscript into an EPUB, a PDF and web pages.
///
/// A project is a folder with `trifold.toml`, which says what is made, and the folder
/// `manuscript`, which holds the text. `trifold new` makes one that builds at once.
#[derive(Debug, Parser)]
#[command(
    name = "trifold",
    version,
    after_help = "\
Examples:
  trifold new walking              make a small project in the folder `walking`
  trifold build walking            write its EPUB, PDF, page and site to walking/output
  trifold build -f pdf             write the PDFs of the project in this folder
  trifold check --strict           find mistakes, write nothing, take warnings as errors
  trifold verify walking.pdf       say whether a file is as it was made, and current
  trifold explain missing-target   what a message means and what to do

Exit status: 0 when all is well; 1 when the manuscript, a format or a file has errors;
2 when the program could not run (arguments, disk)."
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Writes all editions of a project.
    ///
    /// Everything is written beside its place and then renamed: when something fails,
    /// the last good output stays.
    #[command(after_help = "\
Examples:
  trifold build                             all editions and formats of this folder
  trifold build walking --edition handout   one edition
  trifold build --format epub --format pdf  two formats of all editions
  trifold build --output ../look          somewhere else
  SOURCE_DATE_EPOCH=1795392000 trifold build   another date than trifold.toml says")]
    Build(Build),
    /// Makes a small project that builds at once.
    #[command(after_help = "\
Examples:
  trifold new walking                       in the folder `walking`
  trifold new walking --title \"Walking Home\"
  trifold build walking                     and then this")]
    New(New),
    /// Does everything but writing: shows every mistake.
    #[command(after_help = "\
Examples:
  trifold check                             the project in this folder
  trifold check --strict                    warnings count as errors
  trifold check --message-format json       one JSON object a line, for editors and CI")]
    Check(Work),
    /// Reads finished outputs back and proves that they hold the manuscript.
    ///
    /// Every word in order, headings, lists, tables, notes, links, languages, pages, and
    /// that all of it is to be seen. A build does this before it writes; this does it
    /// again, on files that may have been changed since.
    ///
    /// Of files that it is given, wherever they are and whatever they are called now, it
    /// says whether they are as they were written, and whether the project would still
    /// make the same: `current`, `superseded`, `altered` or `unknown`. Without a project it
    /// can say `unaltered` at most.
    #[command(after_help = "\
Examples:
  trifold verify                            the outputs of the project in this folder
  trifold verify walking --format pdf
  trifold verify --output ../look           those in another folder
  trifold verify ~/Downloads/walking.pdf    one file, with the project in this folder
  trifold verify old.epub new.epub --project walking")]
    Verify(Verify),
    /// Says what a message means and what to do.
    ///
    /// Messages have a code in brackets, `error[missing-target]`. Without a code it lists
    /// them all.
    #[command(after_help = "\
Examples:
  trifold explain missing-target
  trifold explain                           every code, a line each")]
    Explain(Explain),
    /// Prints an edition, resolved, as JSON.
    ///
    /// Text, addresses, citations, references and notices as every format gets them.
    /// `version` changes when the form does.
    #[command(after_help = "\
Examples:
  trifold ast                               the first edition of this folder
  trifold ast walking --edition handout
  trifold ast | jq '.book.references[].title'")]
    Ast(Ast),
    /// Works on the references of a project.
    #[command(subcommand)]
    References(References),
}

/// `trifold references`
#[derive(Debug, Subcommand)]
pub(super) enum References {
    /// Writes what became of the works that are cited to `manuscript/references.lock`.
    ///
    /// What Crossref says is read from a file: nothing is asked over a network. A build
    /// refuses what was retracted and warns of what was corrected.
    #[command(after_help = "\
Examples:
  trifold references update --from crossref.json
  trifold references update walking --from crossref.json")]
    Update(Update),
}

/// `trifold references update`
#[derive(Debug, Args)]
pub(super) struct Update {
    /// Project folder, with `trifold.toml` in it
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub(super) project: PathBuf,
    /// JSON in the form of the REST API of Crossref: a work or a list of works
    #[arg(long, value_name = "FILE")]
    pub(super) from: PathBuf,
    /// How messages are told.
    #[command(flatten)]
    pub(super) tell: Tell,
}

/// `trifold verify`
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Project folder, or finished files and folders of sites [default: the project here]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Project that files are compared with [default: the one they lie in, else that here]
    #[arg(short, long, value_name = "DIR")]
    pub(super) project: Option<PathBuf>,
    /// Folder of what was made [default: `output` in the project]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// What is looked at, and how that is told.
    #[command(flatten)]
    pub(super) choice: Choice,
}

/// `trifold build`
#[derive(Debug, Args)]
pub(super) struct Build {
    /// What to work on.
    #[command(flatten)]
    pub(super) work: Work,
    /// Folder of what is made [default: `output` in the project]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
}

/// What is worked on, and how that is told.
#[derive(Debug, Args)]
pub(super) struct Work {
    /// Project folder, with `trifold.toml` in it
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub(super) project: PathBuf,
    /// What of it, and how that is told.
    #[command(flatten)]
    pub(super) choice: Choice,
}

/// What of a project is worked on, and how that is told.
#[derive(Debug, Args)]
pub(super) struct Choice {
    /// Only this format; may be given several times
    #[arg(short, long = "format", value_name = "FORMAT")]
    pub(super) formats: Vec<FormatName>,
    /// Only this edition; may be given several times
    #[arg(short, long = "edition", value_name = "NAME")]
    pub(super) editions: Vec<String>,
    /// Threads to work with; 0 is one for each core
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub(super) jobs: usize,
    /// Warnings count as errors: nothing is written
    #[arg(long)]
    pub(super) strict: bool,
    /// How messages are told.
    #[command(flatten)]
    pub(super) tell: Tell,
}

/// How messages are told.
#[derive(Debug, Args)]
pub(super) struct Tell {
    /// Say only what is wrong
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Messages for people, or one JSON object a line on standard output
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub(super) message_format: MessageFormat,
}

/// `trifold new`
#[derive(Debug, Args)]
pub(super) struct New {
    /// Folder to make; it must not be there yet
    #[arg(value_name = "NAME")]
    pub(super) name: PathBuf,
    /// Title of the publication [default: made from NAME]
    #[arg(long, value_name = "TITLE")]
    pub(super) title: Option<String>,
    /// How messages are told.
    #[command(flatten)]
    pub(super) tell: Tell,
}

/// `trifold explain`
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Code of a message, without its brackets
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// `trifold ast`
#[derive(Debug, Args)]
pub(super) struct Ast {
    /// Project folder, with `trifold.toml` in it
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub(super) project: PathBuf,
    /// Edition [default: the first]
    #[arg(short, long, value_name = "NAME")]
    pub(super) edition: Option<String>,
    /// How messages are told.
    #[command(flatten)]
    pub(super) tell: Tell,
}

/// A format on the command line.
#[derive(Debug, Copy, Clone, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// An e-book
    Epub,
    /// Pages for print and screen
    Pdf,
    /// One web page with everything in it
    Html,
    /// A web site of several pages
    Site,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Epub => Self::Epub,
            FormatName::Pdf => Self::Pdf,
            FormatName::Html => Self::Html,
            FormatName::Site => Self::Site,
        }
    }
}

/// The form of messages.
#[derive(Debug, Copy, Clone, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With an excerpt, in colour on a terminal
    Human,
    /// One JSON object a line
    Json,
}
