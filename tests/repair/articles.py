"""Sound articles written for these tests, word-segmented, and ways to damage them."""

from __future__ import annotations

from random import Random

from vnnlp.repair.damage import CodeBook, Damaged, damage
from vnnlp.repair.roles import Role

MARKET = (
    "Nhà mạng Hoa_Sen mở thêm cửa_hàng ở miền núi\n"
    "Sáng nay , đại_diện nhà mạng Hoa_Sen cho biết , đơn_vị này vừa khai_trương 25 cửa_hàng mới tại các huyện vùng cao .\n"
    "Theo ông Nguyễn_Văn_Bình , giám_đốc chi_nhánh , người_dân ở đây trước kia phải đi hơn 30 km mới mua được thẻ "
    "cào , sửa máy và đăng_ký thuê_bao .\n"
    "“ Chúng_tôi muốn bà_con không phải chờ_đợi ” , ông Bình nói .\n"
    "Bên_cạnh đó , nhà mạng cũng tặng máy cho 120 hộ nghèo , miễn cước hòa mạng , giảm 15 % cước gọi trong năm đầu .\n"
    "Tuy_nhiên , một_số người_dân cho rằng sóng còn yếu , nhất_là vào mùa mưa , khi các trạm hay mất điện .\n"
    "Anh Lò_Văn_Páo , trú tại bản Nà_Ngòi , cho biết gia_đình anh từng mất liên_lạc 3 ngày liền .\n"
    "Trả_lời về việc này , ông Bình cho hay , từ ngày 2/11 , đội kỹ_thuật sẽ lắp thêm máy_nổ , ắc quy và pin "
    "mặt_trời cho 40 trạm .\n"
    "“ Nếu mất điện , trạm vẫn chạy được 12 giờ ” , ông khẳng_định .\n"
    "Theo kế_hoạch , đến cuối năm nay , nhà mạng sẽ phủ sóng 98 % số xã trong tỉnh , đồng_thời mở lớp hướng_dẫn "
    "sử_dụng điện_thoại cho người cao_tuổi .\n")
SCHOOL = (
    "Lớp học đêm của những người thợ xây\n"
    "Cứ 19 giờ , khi công_trường tắt máy , hơn 20 người thợ lại rửa tay , thay áo rồi vào lớp .\n"
    "Lớp học do thầy Phạm_Quang_Hải , giáo_viên đã nghỉ hưu , đứng ra mở từ năm 2011 .\n"
    "Ban_đầu , lớp chỉ có 4 học_viên , bàn_ghế phải đi mượn , điện thì câu nhờ nhà bên_cạnh .\n"
    "“ Có hôm mưa to , thầy trò phải che bạt để học ” , thầy Hải nhớ lại .\n"
    "Nay , lớp đã có 3 phòng , 60 bộ bàn_ghế , một tủ sách và 5 máy_tính do các nhà hảo_tâm tặng .\n"
    "Chị Trần_Thị_Hoa , quê Nghệ_An , cho biết , nhờ biết chữ mà chị đọc được hợp_đồng , tự gửi tiền về quê , "
    "không còn bị ai lừa .\n"
    "Theo thầy Hải , điều khó nhất không phải là sách_vở , mà là giữ cho học_viên khỏi bỏ học khi công_trình "
    "chuyển đi nơi khác .\n"
    "Vì_vậy , thầy xin số điện_thoại của từng người , gọi hỏi thăm , gửi bài qua tin_nhắn .\n"
    "Trong năm tới , lớp sẽ nhận thêm 35 học_viên , mở thêm buổi chủ_nhật , dạy cả cách dùng máy_tính .\n")
NEWS = (MARKET, SCHOOL)
BOOK = CodeBook({Role.COMMA: "3", Role.PERIOD: "3", Role.OPEN_QUOTE: "8", Role.CLOSE_QUOTE: "8", Role.PLAIN: "5",
                 Role.COMPOUND: "0"}, glued=True, joined=4)


def damaged(text: str, book: CodeBook = BOOK, seed: int = 0) -> Damaged:
    """`text` damaged by `book`, always in the same way."""
    return damage(text.strip(), book, Random(seed))
