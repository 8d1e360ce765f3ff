//! Prints a JSON Resume, or any resume we read, as PDF: `… --example print -- FILE OUT.pdf [en|de|es]`.

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, out, rest @ ..] = arguments.as_slice() else {
        panic!("a file and an output are named");
    };
    let bytes = std::fs::read(file).expect("the file can be read");
    let resume = documents::read_resume(&bytes, file).expect("the resume can be read").resume;
    let locale = documents::Locale::from_code(rest.first().map_or("en", String::as_str));
    for _ in 0..2 {
        let started = std::time::Instant::now();
        let pdf = documents::render_resume(&resume, locale).expect("the resume can be printed");
        println!("{} bytes in {:.0} ms", pdf.len(), started.elapsed().as_secs_f64() * 1000.0);
        std::fs::write(out, pdf).expect("the output can be written");
    }
}
