//! The statement in languages of the East of Asia.

use super::Sentences;

pub(super) const JAPANESE: Sentences = Sentences {
    title: "アクセシビリティについて",
    intro: "本書は、どのような手段で読む人も含め、できるだけ多くの人が読めるように作られています。",
    structure: "見出し、リスト、表、注は、それぞれの種類がわかるように示されており、スクリーンリーダーで読み上げたり移動したりできます。",
    navigation: "目次、リンクまたはしおりから、すべての部分に移動できます。",
    pages: "印刷版のページは、ほかの形式でも同じ番号で示されています。",
    pictures: "意味のある画像には、言葉による説明があります。",
    formulas: "数式は読み上げることができます。",
    languages: "本文の言語と、ほかの言語の語句の言語が示されています。",
    display: "電子書籍とウェブでは、文字と色を変えることができ、行は画面に合わせて折り返されます。",
    pdf: "PDFは、次の規格への適合を表明しています：{}。",
    screens: "電子書籍とウェブページは、次の規格に沿って作られています：{}。",
    checked: "発行の前に、すべてのファイルが本文全体を正しい順序で見えるように含んでいること、またこれらの規格のうちプログラムで判定できる規則を守っていることを、プログラムが確かめました。第三者による認証は受けていません。",
    limits: "わかっている問題：",
    contact: "読みにくい点がありましたら、{} までご連絡ください。",
};

pub(super) const KOREAN: Sentences = Sentences {
    title: "접근성 안내",
    intro: "이 출판물은 어떤 수단으로 읽든 되도록 많은 사람이 읽을 수 있도록 만들어졌습니다.",
    structure: "제목, 목록, 표, 주석은 각각 그 종류대로 표시되어 있어 화면 낭독기가 이름을 말하고 그 사이를 오갈 수 있습니다.",
    navigation: "차례, 링크 또는 책갈피로 모든 부분에 갈 수 있습니다.",
    pages: "인쇄판의 쪽은 다른 형식에서도 같은 번호로 표시되어 있습니다.",
    pictures: "뜻이 있는 그림에는 글로 된 설명이 있습니다.",
    formulas: "수식은 소리 내어 읽을 수 있습니다.",
    languages: "본문의 언어와 다른 언어로 된 낱말의 언어가 표시되어 있습니다.",
    display: "전자책과 웹에서는 글자와 색을 바꿀 수 있고 줄이 화면에 맞추어집니다.",
    pdf: "PDF는 다음 표준을 따른다고 밝힙니다: {}.",
    screens: "전자책과 웹 페이지는 다음 표준에 따라 만들어졌습니다: {}.",
    checked: "발행 전에 프로그램이 모든 파일이 전체 본문을 올바른 순서로 보이게 담고 있는지, 그리고 이 표준들 가운데 프로그램이 판정할 수 있는 규칙을 지키는지 확인했습니다. 사람이 인증한 것은 아닙니다.",
    limits: "알려진 장벽:",
    contact: "읽는 데 어려움이 있으면 다음 주소로 알려 주십시오: {}.",
};

pub(super) const SIMPLIFIED_CHINESE: Sentences = Sentences {
    title: "无障碍声明",
    intro: "本出版物力求让尽可能多的人都能阅读，无论使用何种方式。",
    structure: "标题、列表、表格和注释都按其类型作了标记，屏幕阅读器可以读出其类型并在其间跳转。",
    navigation: "目录、链接或书签可通往每一部分。",
    pages: "印刷版的页码在其他格式中以相同的号码标出。",
    pictures: "有含义的图片都有文字说明。",
    formulas: "公式可以朗读。",
    languages: "正文的语言以及其他语言词语的语言都作了标记。",
    display: "在电子书和网页中可以更改字体和颜色，文字会适应屏幕换行。",
    pdf: "PDF声明符合以下标准：{}。",
    screens: "电子书和网页按以下标准制作：{}。",
    checked: "出版之前，程序检查了每个文件都包含全部文字，顺序正确且可见，并且遵守这些标准中可由程序判定的规则。尚未经任何人认证。",
    limits: "已知的障碍：",
    contact: "如果您遇到障碍，请联系 {}。",
};

pub(super) const TRADITIONAL_CHINESE: Sentences = Sentences {
    title: "無障礙聲明",
    intro: "本出版品力求讓盡可能多的人都能閱讀，無論使用何種方式。",
    structure: "標題、清單、表格和註釋都按其類型作了標記，螢幕報讀軟體可以讀出其類型並在其間跳轉。",
    navigation: "目錄、連結或書籤可通往每一部分。",
    pages: "印刷版的頁碼在其他格式中以相同的號碼標出。",
    pictures: "有含義的圖片都有文字說明。",
    formulas: "公式可以朗讀。",
    languages: "正文的語言以及其他語言詞語的語言都作了標記。",
    display: "在電子書和網頁中可以更改字型和顏色，文字會適應螢幕換行。",
    pdf: "PDF聲明符合以下標準：{}。",
    screens: "電子書和網頁按以下標準製作：{}。",
    checked: "出版之前，程式檢查了每個檔案都包含全部文字，順序正確且可見，並且遵守這些標準中可由程式判定的規則。尚未經任何人認證。",
    limits: "已知的障礙：",
    contact: "如果您遇到障礙，請聯絡 {}。",
};

pub(super) const VIETNAMESE: Sentences = Sentences {
    title: "Tuyên bố về khả năng tiếp cận",
    intro: "Ấn phẩm này được làm để càng nhiều người càng tốt có thể đọc, dù đọc bằng phương tiện nào.",
    structure: "Tiêu đề, danh sách, bảng và chú thích được đánh dấu đúng với loại của chúng, để trình đọc màn hình có thể gọi tên và di chuyển giữa chúng.",
    navigation: "Mục lục, liên kết hoặc dấu trang dẫn đến mọi phần.",
    pages: "Các trang của bản in được đánh dấu trong các định dạng khác bằng cùng số trang.",
    pictures: "Hình ảnh có ý nghĩa được mô tả bằng lời.",
    formulas: "Công thức có thể được đọc thành tiếng.",
    languages: "Ngôn ngữ của văn bản được đánh dấu, và ngôn ngữ của các từ thuộc tiếng khác cũng vậy.",
    display: "Trong sách điện tử và trên web, có thể thay đổi chữ và màu sắc, và các dòng tự khớp với màn hình.",
    pdf: "Tệp PDF tuyên bố tuân thủ {}.",
    screens: "Sách điện tử và các trang web được làm theo {}.",
    checked: "Trước khi phát hành, một chương trình đã kiểm tra rằng mỗi tệp chứa toàn bộ văn bản, đúng thứ tự và nhìn thấy được, và tuân theo những quy tắc của các tiêu chuẩn này mà một chương trình có thể xác định. Chưa có ai chứng nhận điều đó.",
    limits: "Những rào cản đã biết:",
    contact: "Nếu gặp rào cản, xin viết đến {}.",
};
