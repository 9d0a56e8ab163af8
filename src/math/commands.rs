//! Commands that a formula makes itself: `\newcommand` and its kin, written as what the
//! parser knows.

use super::Problem;

/// Most arguments of a command (`LaTeX: A Document Preparation System`, C.8.1).
const MOST_ARGUMENTS: u32 = 9;

const HELP: &str = r"write `\newcommand{\name}{…}`, or `\newcommand{\name}[1]{… #1 …}`";

/// The notation with each `\newcommand`, `\renewcommand` and `\providecommand` in the one
/// form that the parser reads.
///
/// `is_known` tells whether a command is there by itself. How far commands grow is bounded
/// by the parser.
///
/// # Errors
/// When a command is not made as it should be, or there is one of its name already.
pub(super) fn defined(
    tex: &str,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<String, Problem> {
    let mut out = String::with_capacity(tex.len());
    let mut own: Vec<&str> = Vec::new();
    let mut from = 0;
    while let Some(at) = tex[from..].find('\\').map(|at| from + at) {
        out.push_str(&tex[from..at]);
        let name = command(&tex[at..]);
        from = at + name.len();
        match name {
            r"\newcommand" | r"\renewcommand" | r"\providecommand" => {
                let made = Made::read(tex, from).ok_or_else(|| {
                    let message = format!("`{name}` makes no command");
                    problem(message, HELP, at..from)
                })?;
                let again = own.contains(&made.name);
                if again && name == r"\newcommand" {
                    let message = format!("the command `{}` is made twice", made.name);
                    let help = r"give it another name, or write `\renewcommand`";
                    return Err(problem(message, help, at..made.end));
                }
                let is_there = again || is_known(made.name);
                from = made.end;
                if name == r"\providecommand" && is_there {
                    from = group(tex, from).unwrap_or(from);
                    continue;
                }
                made.write(again, &mut out);
                own.push(made.name);
            }
            r"\def" | r"\let" => {
                out.push_str(name);
                own.push(command(tex[from..].trim_start()));
            }
            _ => out.push_str(name),
        }
    }
    out.push_str(&tex[from..]);
    Ok(out)
}

fn problem(message: String, help: &str, part: std::ops::Range<usize>) -> Problem {
    Problem { message, help: help.to_owned(), part: Some(part) }
}

/// The command with which some notation begins, with its backslash; nothing if with none.
fn command(tex: &str) -> &str {
    let Some(rest) = tex.strip_prefix('\\') else { return "" };
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let length = letters.max(rest.chars().next().map_or(0, char::len_utf8));
    &tex[..=length]
}

/// Where the group ends that begins at a place.
fn group(tex: &str, at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut characters = tex[at..].char_indices();
    while let Some((offset, c)) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at + offset + c.len_utf8());
        }
    }
    None
}

/// A command that is made.
struct Made<'t> {
    /// With its backslash.
    name: &'t str,
    arguments: u32,
    /// What the first argument is where it is left out.
    default: Option<&'t str>,
    /// Where what it stands for begins, with its brace.
    end: usize,
}

impl<'t> Made<'t> {
    /// Reads what follows `\newcommand`; `None` if it makes no command.
    fn read(tex: &'t str, at: usize) -> Option<Self> {
        let rest = tex[at..].trim_start();
        let rest = rest.strip_prefix('*').unwrap_or(rest).trim_start();
        let inner = rest.strip_prefix('{');
        let name = command(inner.unwrap_or(rest).trim_start());
        let rest = &inner.unwrap_or(rest).trim_start()[name.len()..];
        let rest = match inner {
            Some(_) => rest.trim_start().strip_prefix('}')?,
            None => rest,
        };
        let (count, rest) = bracketed(rest.trim_start());
        let arguments = count.map_or(Some(0), |count| count.trim().parse::<u32>().ok())?;
        let (default, rest) = match arguments {
            0 => (None, rest),
            _ => bracketed(rest),
        };
        let holds = name.len() > 1 && arguments <= MOST_ARGUMENTS && rest.starts_with('{');
        let end = tex.len() - rest.len();
        holds.then_some(Self { name, arguments, default, end })
    }

    /// Writes all but what it stands for. `again` is whether there was one of its name.
    fn write(&self, again: bool, out: &mut String) {
        let Self { name, arguments, default, .. } = self;
        match default {
            Some(default) => {
                let new = if again { r"\renewcommand" } else { r"\newcommand" };
                out.push_str(&format!("{new}{{{name}}}[{arguments}][{default}]"));
            }
            None => {
                out.push_str(&format!(r"\def{name}"));
                out.extend((1..=*arguments).map(|number| format!("#{number}")));
            }
        }
    }
}

/// What stands in square brackets first, if anything does, and what follows.
fn bracketed(tex: &str) -> (Option<&str>, &str) {
    let inner = tex.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inner.map_or((None, tex), |(inner, rest)| (Some(inner), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(tex: &str) -> String {
        let known = |name: &str| name == r"\vec";
        defined(tex, &known).unwrap_or_else(|problem| panic!("{tex}: {problem:?}"))
    }

    #[test]
    fn commands_are_made_in_one_form() {
        for (tex, out) in [
            (r"\newcommand{\R}{\mathbb{R}} \R", r"\def\R{\mathbb{R}} \R"),
            (r"\newcommand \N {N}\N", r"\def\N{N}\N"),
            (r"\newcommand*{ \N } [ 2 ] {#1#2}", r"\def\N#1#2{#1#2}"),
            (r"\newcommand{\N}[2][x]{#1#2}", r"\newcommand{\N}[2][x]{#1#2}"),
            (
                r"\def\N{1}\renewcommand{\N}[1][x]{2}",
                r"\def\N{1}\renewcommand{\N}[1][x]{2}",
            ),
            (r"\renewcommand{\vec}[1]{#1}", r"\def\vec#1{#1}"),
            (r"\providecommand{\vec}[1]{{#1}}x", r"x"),
            (r"\providecommand{\N}{1}\providecommand{\N}{2}\N", r"\def\N{1}\N"),
            (r"a \\newcommand \newcommands é\é", r"a \\newcommand \newcommands é\é"),
        ] {
            assert_eq!(written(tex), out, "{tex}");
        }
    }

    #[test]
    fn what_makes_no_command_is_told_at_its_place() {
        for (tex, part) in [
            (r"x \newcommand", r"\newcommand"),
            (r"\newcommand{N}{1}", r"\newcommand"),
            (r"\newcommand{\N}", r"\newcommand"),
            (r"\newcommand\N[x]{1}", r"\newcommand"),
            (r"\newcommand\N[10]{1}", r"\newcommand"),
            (r"\newcommand\{\}{", r"\newcommand"),
            (r"\newcommand\N1\renewcommand", r"\newcommand"),
            (r"\newcommand\N{1}\newcommand{\N}{2}", r"\newcommand{\N}"),
        ] {
            let problem = defined(tex, &|_| false).expect_err(tex);
            assert_eq!(problem.part.map(|part| &tex[part]), Some(part), "{tex}");
        }
    }
}
